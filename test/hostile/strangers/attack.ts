/** Everybody who should not be let in, with everything that one can do; and requests that Slack never sent. */
import type { JournalLine } from '../../../src/engine/ports.js';
import { seeded } from '../../crash/random.js';
import { COMPLETE, makeRig, type Rig } from '../../slack/rig.js';
import type { Attack, Outcome } from '../attack.js';
import { FORGERIES, type Forgery } from './forgeries.js';
import { GESTURES, type Gesture, type Ground } from './gestures.js';
import { meet, STRANGERS, type Stranger } from './who.js';

const PAIRS = STRANGERS.flatMap((stranger) => GESTURES.map((gesture) => ({ stranger, gesture })));
const WHOLE = PAIRS.length + FORGERIES.length;

export const attack: Attack = {
  title: 'Hostile Slack users and forged requests',
  order: 50,
  unit: 'gestures',
  tries: { whole: WHOLE, small: 60 },
  async run({ tries, seed, tell }): Promise<Outcome> {
    const forged = FORGERIES.slice(0, Math.max(1, Math.round((tries * FORGERIES.length) / WHOLE)));
    const random = seeded(seed);
    const shuffled = PAIRS.map((pair) => ({ pair, at: random.next() })).sort(
      (one, other) => one.at - other.at,
    );
    const pairs = Array.from(
      { length: Math.max(0, tries - forged.length) },
      (_, at) => shuffled[at % PAIRS.length]!.pair,
    );
    const failures: string[] = [];
    const met = { kept: 0, told: 0, logged: 0 };
    const rig = await makeRig({
      access: { start: ['U0NOBODY'], answer: [], merge: [], admins: ['leads'] },
      groups: { leads: ['ana'] },
    });
    try {
      const ground = await groundOf(rig);
      for (const [nth, { stranger, gesture }] of pairs.entries())
        failures.push(...(await refusedOf(ground, stranger, gesture, nth, met)));
    } finally {
      await rig.close();
    }
    tell(`${pairs.length} gestures of strangers are done`);
    failures.push(...(await forgeries(forged)));
    if (pairs.length > 20 && Object.values(met).some((many) => many === 0))
      failures.push('the attack missed its target');
    return {
      tries: pairs.length + forged.length,
      failures,
      figures: { gestures: pairs.length, forged: forged.length, ...met },
    };
  },
};

async function groundOf(rig: Rig): Promise<Ground> {
  const { slack, ana, dev } = rig;
  const asking = await rig.begins('STR-2', '');
  const question = await slack.message(dev, /question about the \*goal/, { thread: asking });
  const card = await rig.begins('STR-1', COMPLETE);
  await ana.presses('Start run', { on: await slack.message(dev, /Done criteria/, { thread: card }) });
  await slack.waitFor(() => slack.buttons(card).some(({ label }) => label === 'Pause'), 'a run that works');
  const { id } = (await rig.bot.look.find('STR-1'))!;
  const { id: asked } = (await rig.bot.look.find('STR-2'))!;
  return { rig, card, id, asked, asking, question };
}

const lineOf = ({ actor, outcome, event }: JournalLine) => `${event.type} ${outcome} ${actor}`;

async function refusedOf(
  ground: Ground,
  stranger: Stranger,
  gesture: Gesture,
  nth: number,
  met: Record<'kept' | 'told' | 'logged', number>,
): Promise<string[]> {
  const { rig } = ground;
  const { slack } = rig;
  const who = `${stranger.name}, ${gesture.name}`;
  const person = await meet(rig, stranger, nth);
  const [calls, lines] = [slack.calls.length, rig.lines.length];
  const journals = async () =>
    Promise.all(
      (await rig.bot.unit.read.list({ limit: 50, offset: 0 })).runs.map(({ id }) =>
        rig.bot.unit.read.journal(id),
      ),
    );
  const before = await journals();
  if (stranger.trouble) slack.faults.always('users.info', { error: 'internal_error' });
  const said = await gesture.make(person, ground).catch((error: unknown) => error);
  await settled(rig);
  const opened = () => slack.calls.slice(calls).some(({ method }) => method === 'views.open');
  const isHeard = () =>
    (typeof said === 'string' && said !== '') ||
    opened() ||
    slack.calls.slice(calls).some(({ args }) => args.user === person.id && args.text !== undefined);
  if (!stranger.isProgram) await heard(isHeard);
  slack.faults.clear();
  const after = await journals();
  const faults: string[] = [];
  if (said instanceof Error) faults.push(`Slack had no answer: ${String(said).slice(0, 200)}`);
  if (after.length !== before.length) faults.push('a run was begun');
  const own = after.flat().filter(({ actor }) => actor === person.id);
  const taken = own.filter(({ outcome }) => outcome === 'applied');
  faults.push(...taken.map((line) => `it took effect: ${lineOf(line)}`));
  const kept = own.some(({ outcome }) => outcome === 'refused');
  if (gesture.isKept && !kept && !stranger.trouble) faults.push('no run keeps a line of it');
  met.kept += Number(kept);
  // A form is opened before Slack is asked who it is; it is judged when it is sent.
  const isForm = opened();
  const isTold = isHeard();
  if (stranger.isProgram && isTold && !isForm) faults.push('a program was answered');
  if (!stranger.isProgram && !isTold) faults.push('nobody told the person');
  met.told += Number(isTold);
  const logged = rig.lines
    .slice(lines)
    .filter((line) => line.includes('somebody was refused') && line.includes(person.id));
  if (logged.length !== 1 && !isForm) faults.push(`${logged.length} lines of it stand in the log`);
  met.logged += logged.length;
  return faults.map((fault) => `${who}: ${fault}`);
}

/** What is said comes a moment after what was decided. */
async function heard(isHeard: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!isHeard() && Date.now() < end) await new Promise((go) => setTimeout(go, 5));
}

/** Everything that came is decided. */
async function settled(rig: Rig): Promise<void> {
  await rig.slack.settled();
  const end = Date.now() + 10_000;
  while ((await rig.bot.unit.read.newInbox(1)).length > 0 && Date.now() < end)
    await new Promise((go) => setTimeout(go, 5));
}

async function forgeries(all: readonly Forgery[]): Promise<string[]> {
  const rig = await makeRig({ http: true });
  try {
    await rig.ana.types('/metawsm status', { in: rig.dev });
    const failures: string[] = [];
    for (const { name, wanted, send } of all) {
      const runs = await rig.bot.unit.read.list({ limit: 50, offset: 0 });
      const lines = rig.lines.length;
      const status = await send(rig);
      const now = await rig.bot.unit.read.list({ limit: 50, offset: 0 });
      if (!wanted.includes(status)) failures.push(`${name}: it was answered with ${status}`);
      if (now.total !== runs.total) failures.push(`${name}: a run was begun`);
      const isLogged = rig.lines
        .slice(lines)
        .some((line) => line.includes('a request was refused') && line.includes('127.0.0.1'));
      if (status >= 400 && !isLogged) failures.push(`${name}: no line in the log names the address`);
    }
    const said = await rig.ben.types('/metawsm status', { in: rig.dev }).catch(String);
    if (!/active|waits/iu.test(said)) failures.push(`after the forgeries status said: ${said}`);
    return failures;
  } finally {
    await rig.close();
  }
}
