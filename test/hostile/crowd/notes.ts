/** What many people say at once and what excludes nothing: all of it is kept, in its order. */
import type { Random } from '../../crash/random.js';
import { type Arrived, until } from '../../slack/table/world.js';
import type { Scene } from './scene.js';

type Told = { presses: number; faults: string[] };

const contextOf = async (run: Arrived) => (await run.stored()).snapshot.context;

/** Ten notes to a working agent, in the thread and by command. */
export async function notes(
  { world: { rig }, people, arrives, defects }: Scene,
  random: Random,
): Promise<Told> {
  const run = await arrives('running, the agent works');
  const words = people.map((one, at) => `note ${at} by ${one.name}`);
  const inThread = words.filter(() => random.chance(0.5));
  await Promise.all(
    people.map((one, at) => {
      const text = words[at]!;
      return inThread.includes(text)
        ? one.says(`@metawsm tell ${text}`, { in: rig.dev, thread: run.card })
        : one.types(`/metawsm tell ${run.id} ${text}`, { in: rig.dev });
    }),
  );
  await rig.slack.settled();
  await until(async () => (await rig.bot.unit.read.newInbox(1)).length === 0);
  const kept = (await contextOf(run)).notes.map(({ text }) => text);
  const faults = words.filter((text) => !kept.includes(text)).map((text) => `lost: ${text}`);
  if (kept.length !== words.length) faults.push(`${kept.length} notes instead of ${words.length}: ${kept}`);
  const order = kept.filter((text) => inThread.includes(text));
  if (order.join() !== inThread.join()) faults.push(`the thread's notes are in the order ${order}`);
  return {
    presses: people.length,
    faults: [...faults.map((one) => `tell, ten at once: ${one}`), ...defects()],
  };
}

/** Two forms of one brief, open at the same time, both sent: different fields both count, of one field the later is told. */
export async function forms(
  { world: { rig }, people, arrives, defects }: Scene,
  random: Random,
): Promise<Told> {
  const run = await arrives('intake, the brief is complete');
  const [ada, bea] = people.slice(1) as [typeof rig.ana, typeof rig.ana];
  const same = random.chance(0.5);
  const typed = [
    { one: ada, field: 'Goal', text: 'Greet people in the morning' },
    same
      ? { one: bea, field: 'Goal', text: 'Greet people in the evening' }
      : { one: bea, field: 'Constraints', text: 'No new packages' },
  ];
  const told = bea.ephemerals().length + ada.ephemerals().length;
  const views = [];
  for (const { one, field, text } of typed) {
    await one.presses('Edit brief', { on: run.message('brief') });
    const view = await one.view();
    await one.fills(view, { [field]: text });
    views.push({ one, view });
  }
  await Promise.all(views.map(({ one, view }) => one.submits(view)));
  const { draft } = await contextOf(run);
  const faults: string[] = [];
  const lost = typed.filter(({ text }) => draft.goal?.text !== text && draft.constraints?.text !== text);
  if (lost.length !== (same ? 1 : 0))
    faults.push(`${lost.length} of two forms lost: ${JSON.stringify(draft)}`);
  const texts = () =>
    [...ada.ephemerals(), ...bea.ephemerals()].slice(0).map((one) => rig.slack.visibleText(one));
  if (same)
    await rig.slack
      .waitFor(
        () => texts().length > told && texts().some((text) => /Meanwhile somebody else/.test(text)),
        'news of the other form',
        3_000,
      )
      .catch(() => faults.push('whoever replaced the other goal was not told of it'));
  return {
    presses: 2,
    faults: [...faults.map((one) => `Edit brief, two at once (${run.ticket}): ${one}`), ...defects()],
  };
}

/** A request handed to two people at once: to one of them, and the other who hands is told. */
export async function handing({ world: { rig }, people, arrives, defects }: Scene): Promise<Told> {
  const run = await arrives('awaiting_guidance, the agent lives');
  const [ada, bea, cem, dov] = people.slice(1) as (typeof rig.ana)[];
  const views = [];
  for (const { by, to } of [
    { by: ada!, to: cem! },
    { by: bea!, to: dov! },
  ]) {
    await by.presses('Hand over…', { on: run.message('guidance:g1') });
    const view = await by.view();
    await by.fills(view, { 'Who shall answer?': to.id });
    views.push({ by, view, told: by.ephemerals().length });
  }
  await Promise.all(views.map(({ by, view }) => by.submits(view)));
  const { guidance } = await contextOf(run);
  const first = guidance[0]?.handedTo?.decision.by;
  const second = views.find(({ by }) => by.id !== first)!;
  const winner = views.find(({ by }) => by.id === first)?.by.name;
  const faults: string[] = [];
  await rig.slack
    .waitFor(
      () =>
        second.by
          .ephemerals()
          .slice(second.told)
          .some((one) => rig.slack.visibleText(one).includes(`handed over by @${winner}`)),
      'who handed over',
      3_000,
    )
    .catch(() => faults.push(`${second.by.name} is not told that ${winner} handed over first`));
  return {
    presses: 2,
    faults: [...faults.map((one) => `Hand over…, two at once (${run.ticket}): ${one}`), ...defects()],
  };
}
