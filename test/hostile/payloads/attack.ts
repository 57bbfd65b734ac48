/** Malformed payloads, frames and commands: whatever comes in, the bot stands, nothing moves, somebody is told. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { record as recordOf } from '../../../src/playground/server/json.js';
import { makeRig, type Rig } from '../../slack/rig.js';
import type { Attack, How } from '../attack.js';
import { acked, type Door, overHttp, overSocket } from './doors.js';
import { journey } from './journey.js';
import { mutated, mutationOf } from './mutate.js';
import { body, frame, line } from './noise.js';
import { type Recorded, record } from './recorded.js';
import { isToldSince } from './told.js';
import { type Watch, watch } from './watch.js';

interface Try {
  words: string;
  faults: string[];
}

/** Three of four are real payloads with one field spoilt: they come further than noise. */
const SHARES = [
  ...Array.from({ length: 11 }, () => 'spoilt' as const),
  'noise' as const,
  'noise' as const,
  'frame' as const,
  'line' as const,
  'line' as const,
];

interface Bench {
  door: Door;
  watch: Watch;
  recorded: Recorded[];
  run: string;
}

export const attack: Attack = {
  title: 'Malformed payloads and commands',
  order: 40,
  unit: 'payloads',
  tries: { whole: 2_000, small: 120 },
  async run(how) {
    const unheard: string[] = [];
    const hear = (error: unknown) => void unheard.push(String(error));
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear);
    const [sockets, http] = [await bench(overSocket, false), await bench(overHttp, true)];
    try {
      return await storm(how, [sockets, sockets, sockets, http], unheard);
    } finally {
      await sockets.watch.end();
      await http.watch.end();
      await sockets.door.rig.close();
      await http.door.rig.close();
      process.removeListener('unhandledRejection', hear);
      for (const listener of others) process.on('unhandledRejection', listener);
    }
  },
};

async function bench(doorOf: (rig: Rig) => Door, isHttp: boolean): Promise<Bench> {
  const rig = await makeRig({
    http: isHttp,
    groups: { leads: [] },
    access: { answer: ['everyone', 'leads'] },
  });
  const recorded = await record(rig);
  await rig.slack.settled();
  const { id: run } = await rig.run();
  return { door: doorOf(rig), watch: await watch(rig), recorded, run };
}

async function storm({ tries, seed, tell }: How, benches: Bench[], unheard: string[]) {
  const failures: string[] = [];
  const met: Record<string, number> = {};
  let slowest = 0;
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < tries; at += 1) {
    const one = benches[at % benches.length]!;
    const what = SHARES[at % SHARES.length]!;
    met[what] = (met[what] ?? 0) + 1;
    const began = performance.now();
    const { words, faults } = await HOWS[what](one, seed + at);
    const ms = performance.now() - began;
    if (ms > slowest) tell(`${Math.round(ms)} ms for ${words}`);
    slowest = Math.max(slowest, ms);
    faults.push(...unheard.splice(0).map((error) => `a promise was rejected and nobody listened: ${error}`));
    failures.push(...faults.map((fault) => `${one.door.name}, ${words}: ${fault}`));
  }
  const rows = { done: 0, dead: 0, longest: 0 };
  for (const { watch, door } of new Set(benches)) {
    const of = await watch.rows();
    rows.done += of.done;
    rows.dead += of.dead;
    rows.longest = Math.max(rows.longest, of.longest);
    failures.push(...(await journey(door.rig)).map((fault) => `${door.name}, after the storm: ${fault}`));
  }
  if (rows.done === 0) failures.push('nothing reached the inbox: the attack missed');
  if (rows.longest > 1_000_000) failures.push(`a row of the inbox holds ${rows.longest} bytes`);
  const grown = Math.round((process.memoryUsage().heapUsed - before) / 2 ** 20);
  return {
    tries,
    failures,
    figures: { ...met, ...rows, 'slowest ms': Math.round(slowest), 'heap MiB more': grown },
  };
}

type Hows = Record<(typeof SHARES)[number], (bench: Bench, seed: number) => Promise<Try>>;

const drawn = <T>(arbitrary: fc.Arbitrary<T>, seed: number): T =>
  fc.sample(arbitrary, { seed, numRuns: 1 })[0]!;

const HOWS: Hows = {
  async spoilt({ door, watch, recorded, run }, seed) {
    const real = recorded[seed % recorded.length]!;
    const renewed = renew(real.body, door.rig);
    const mutation = drawn(mutationOf(renewed, run), seed);
    const spoilt = mutated(renewed, mutation);
    const isEssential = mutation.how !== 'more' && real.essential.test(mutation.path);
    const before = door.rig.slack.calls.length;
    const { acks, status, said } = await door.deliver(real.kind, spoilt);
    const faults = answerFaults(acks, status);
    faults.push(...(await watch.look(isEssential ? undefined : door.rig.ana.id)));
    const mayHear =
      real.kind !== 'events_api' &&
      /^(?:actions\.0\.value|view\.private_metadata|text)$/u.test(mutation.path);
    if (mayHear && said === '' && !(await isToldSince(door.rig, before))) faults.push('nobody was told');
    const value = JSON.stringify(mutation.value ?? null).slice(0, 80);
    return { words: `${real.name} with ${mutation.path} ${mutation.how} ${value} (seed ${seed})`, faults };
  },
  async noise({ door, watch }, seed) {
    const drawnBody = drawn(body, seed);
    const kind = drawnBody.type === 'event_callback' ? 'events_api' : 'interactive';
    const { acks, status } = await door.deliver(kind, drawnBody);
    const faults = [...answerFaults(acks, status), ...(await watch.look(undefined))];
    return { words: `noise ${JSON.stringify(drawnBody).slice(0, 200)} (seed ${seed})`, faults };
  },
  async line({ door, watch, recorded }, seed) {
    const real = recorded.find(({ kind }) => kind === 'slash_commands')!;
    const text = drawn(line, seed);
    const before = door.rig.slack.calls.length;
    const { acks, status, said } = await door.deliver(real.kind, { ...renew(real.body, door.rig), text });
    const faults = [...answerFaults(acks, status), ...(await watch.look(undefined))];
    if (said === '' && !(await isToldSince(door.rig, before))) faults.push('nobody was told');
    return { words: `/metawsm ${JSON.stringify(text).slice(0, 120)} (seed ${seed})`, faults };
  },
  async frame(bench, seed) {
    const { door, watch } = bench;
    if (door.name === 'HTTP') return HOWS.noise(bench, seed);
    const raw = drawn(frame, seed);
    const id = randomUUID();
    const sent = typeof raw === 'string' ? raw.replace('@id@', id) : raw;
    door.rig.slack.sendsFrame(sent);
    const isEnvelope = sent.length < 100_000 && isAnswered(sent, id);
    const acks = isEnvelope ? (await acked(door.rig, id)).acks : 1;
    // What comes through the same socket afterwards is handled afterwards.
    await door.deliver('slash_commands', {
      command: '/metawsm',
      text: 'help',
      user_id: door.rig.ana.id,
      trigger_id: id,
    });
    await door.deliver('slash_commands', {
      command: '/metawsm',
      text: 'help',
      user_id: door.rig.ana.id,
      trigger_id: `${id}2`,
    });
    const faults = [...answerFaults(acks), ...(await watch.look(undefined))];
    return { words: `frame ${String(sent).slice(0, 120)} (seed ${seed})`, faults };
  },
};

function isAnswered(sent: string | Buffer, id: string): boolean {
  try {
    return (
      typeof sent === 'string' && (JSON.parse(sent) as { envelope_id?: unknown } | null)?.envelope_id === id
    );
  } catch {
    return false;
  }
}

function answerFaults(acks: number, status?: number): string[] {
  if (acks !== 1) return [acks === 0 ? 'it was never acknowledged' : `it was acknowledged ${acks} times`];
  return status === undefined || [200, 400, 413].includes(status) ? [] : [`it was answered with ${status}`];
}

/** As if it came now: what Slack numbers is new. */
function renew(real: Recorded['body'], { slack }: Rig): Recorded['body'] {
  const copy = structuredClone(real);
  if (copy.trigger_id !== undefined) copy.trigger_id = randomUUID();
  if (copy.event_id !== undefined) copy.event_id = `Ev${randomUUID()}`;
  for (const action of Array.isArray(copy.actions) ? copy.actions : [])
    action.action_ts = slack.store.nextTs();
  const event = recordOf(copy.event);
  if (event.client_msg_id !== undefined) event.client_msg_id = randomUUID();
  if (typeof event.ts === 'string') event.ts = slack.store.nextTs();
  if (typeof event.event_ts === 'string') event.event_ts = slack.store.nextTs();
  return copy;
}
