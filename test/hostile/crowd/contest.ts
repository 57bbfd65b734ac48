/** One contest: several people decide the same thing at the same moment. One of them does, the others read who and when. */
import type { Person } from '../../../src/playground/server/people.js';
import type { Random } from '../../crash/random.js';
import { type Arrived, until } from '../../slack/table/world.js';
import type { Contest } from './contests.js';
import { NotThere, type Way, waysTo } from './hands.js';
import type { Scene } from './scene.js';

export interface Hand {
  person: Person;
  way: Way;
  go(): Promise<unknown>;
}

export interface Held {
  presses: number;
  faults: string[];
}

const LATE = /^(?:Nothing was changed:|Too late:|Nothing waits for an answer)/;

/** Draws who takes part and how, lets them act at once, and judges what came of it. */
export async function contest(scene: Scene, what: Contest, random: Random): Promise<Held> {
  const run = await scene.arrives(what.in);
  const ways = await waysTo(scene, run, what.types);
  const hands = await drawn(scene, ways, random);
  const told = listening(scene, hands);
  const broken = await atOnce(hands);
  const faults = [...broken, ...(await judged(scene, run, hands, told)), ...scene.defects()];
  const story = hands.map(({ person, way }) => `${person.name}: ${way.name}`).join('; ');
  return {
    presses: hands.length,
    faults: faults.map((fault) => `${what.in} (${run.ticket}; ${story}): ${fault}`),
  };
}

/** Two or ten hands; now and then two of them are one person's, who clicks twice. */
async function drawn({ people }: Scene, ways: Way[], random: Random): Promise<Hand[]> {
  const many = random.chance(0.25) ? people.length : 2;
  const twice = random.chance(0.25);
  const pool = random.chance(0.3) ? [one(ways, random)] : ways;
  const hands: Hand[] = [];
  for (let at = 0; at < many; at += 1) {
    const person = people[twice ? Math.floor(at / 2) : at]!;
    // One person has one form on screen, and whose words come twice may answer the next question.
    const own = hands.filter((hand) => hand.person === person);
    const open = own.length > 0 ? pool.filter((way) => !comesOnce(way)) : pool;
    if (own.some(({ way }) => comesOnce(way)) || open.length === 0)
      hands.push(await ready(idle(people, hands) ?? person, pool, ways, random));
    else hands.push(await ready(person, open, ways, random));
  }
  return hands;
}

const one = (ways: Way[], random: Random): Way => ways[random.between(0, ways.length - 1)]!;
const comesOnce = ({ name }: Way): boolean => /^the form|guide|^the reply/.test(name);
/** The last of those who do nothing yet, since the first ones have their turns to come. */
const idle = (people: readonly Person[], hands: readonly Hand[]): Person | undefined =>
  people.findLast((person) => hands.every((hand) => hand.person !== person));

/** Another way where that one is not open to the person. */
async function ready(person: Person, pool: Way[], ways: Way[], random: Random): Promise<Hand> {
  const way = one(pool, random);
  try {
    return { person, way, go: await way.ready(person) };
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    const others = ways.filter((other) => !comesOnce(other) && !/Home$/.test(other.name));
    return ready(person, others, others, random);
  }
}

export async function atOnce(hands: readonly Hand[]): Promise<string[]> {
  const done = await Promise.allSettled(hands.map(({ go }) => go()));
  return done.flatMap((one, at) =>
    one.status === 'rejected'
      ? [`Slack showed ${hands[at]!.person.name} an error: ${String(one.reason).slice(0, 300)}`]
      : [],
  );
}

type Told = (person: Person) => string[];

/** What each person is told privately from now on, wherever. */
export function listening({ world: { rig } }: Scene, hands: readonly Hand[]): Told {
  const { store } = rig.slack;
  const all = (person: Person) => person.ephemerals().map((one) => rig.slack.visibleText(one));
  const before = new Map(hands.map(({ person }) => [person, all(person).length]));
  const earlier = new Set(store.views);
  // A dialog takes the place of the one before it: both were shown.
  const dialogs = ({ id }: Person) =>
    store.views.filter(
      (view) => view.type === 'modal' && view.user === id && (view.open || !earlier.has(view)),
    );
  return (person) => {
    const atHome = hands.some((one) => one.person === person && /Home/.test(one.way.name));
    const views = dialogs(person);
    const home = atHome && views.length === 0 ? store.home(person.id) : undefined;
    const shown = [...views, home].flatMap((one) => (one ? rig.slack.visibleText(one).split('\n') : []));
    return [...all(person).slice(before.get(person)), ...shown.filter((line) => LATE.test(line))];
  };
}

async function judged(scene: Scene, run: Arrived, hands: Hand[], told: Told): Promise<string[]> {
  const { rig } = scene.world;
  const ids = new Set(hands.map(({ person }) => person.id));
  const lines = async () =>
    (await rig.bot.unit.read.journal(run.id)).filter(({ actor }) => actor !== undefined && ids.has(actor));
  await rig.slack.settled();
  await until(async () => (await rig.bot.unit.read.newInbox(1)).length === 0);
  const applied = (await lines()).filter(({ outcome }) => outcome === 'applied');
  const [first] = applied;
  if (!first || applied.length > 1) {
    const what = applied.map(({ actor, event }) => `${nameOf(scene, actor)} ${event.type}`).join(', ');
    return [`${applied.length} of ${hands.length} took effect: ${what}`];
  }
  const winner = nameOf(scene, first.actor);
  const faults: string[] = [];
  for (const person of new Set(hands.map((one) => one.person))) {
    const own = hands.filter((one) => one.person === person);
    const due = own.length - (person.id === first.actor ? 1 : 0);
    const late = () => told(person).filter((text) => LATE.test(text));
    if (due > 0)
      await rig.slack
        .waitFor(() => late().length >= due, `${due} answers to ${person.name}`, 3_000)
        .catch(() =>
          faults.push(`${person.name} (${own.map((one) => one.way.name)}) was not told: ${told(person)}`),
        );
    for (const text of late())
      if (!text.includes(`@${winner} · `) || !/\d{1,2}:\d{2}/.test(text))
        faults.push(
          `${person.name} (${own.map((one) => one.way.name)}) is not told that ${winner} ${first.event.type} was first: ${text}`,
        );
    const view = person.openView();
    if (view) await person.closes(view);
  }
  const names = () =>
    rig.slack
      .thread(run.card)
      .some((one) => one.user === rig.slack.bot.userId && rig.slack.visibleText(one).includes(`@${winner}`));
  await rig.slack
    .waitFor(names, `${winner} to be named`, 3_000)
    .catch(() => faults.push(`Slack does not show that ${winner} decided (${first.event.type})`));
  return faults;
}

const nameOf = ({ people }: Scene, id: string | undefined): string =>
  people.find((one) => one.id === id)?.name ?? String(id);
