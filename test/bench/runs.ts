/** Runs of a measured metawsm, begun as people begin them. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Onlooker } from '../../src/persistence/onlooker.js';
import type { Channel, Message } from '../../src/playground/server/facts.js';
import type { Subject } from './subject.js';

export interface Begun {
  id: string;
  card: Message;
  channel: Channel;
  /** Its folder `.metawsm`. */
  contract: string;
}

export interface Beginning {
  ticket: string;
  repos?: string;
  /** Default `dev`. */
  channel?: string;
  agent?: string;
}

const WISH = '--goal "Greet people" --scope "README.md" --constraints none --done "`true` passes"';
const PATIENCE_MS = 180_000;

/** The command with every field, the brief, `Start run`; resolves when that is acknowledged. */
export async function beginRun({ slack, home }: Subject, wanted: Beginning): Promise<Begun> {
  const { ticket, repos = 'api' } = wanted;
  const agent = wanted.agent === undefined ? '' : ` --agent ${wanted.agent}`;
  const channel = slack.channel(wanted.channel ?? 'dev');
  const ana = slack.person('ana');
  const before = slack.messages(channel).at(-1);
  await ana.types(`/metawsm bootstrap ${ticket} --repos ${repos}${agent} ${WISH}`, { in: channel });
  const wait = { from: 'bot' as const, timeoutMs: PATIENCE_MS };
  const card = await slack.message(
    channel,
    (one) => !one.thread_ts && slack.visibleText(one).includes(ticket),
    { ...wait, ...(before ? { after: before } : {}) },
  );
  const brief = await slack.message(channel, /^Brief for/m, { ...wait, thread: card });
  await ana.presses('Start run', { on: brief });
  const [id = ''] = new RegExp(`${ticket}-[a-z2-7]{6}`, 'i').exec(slack.visibleText(card)) ?? [];
  return { id, card, channel, contract: join(home, 'workspaces', id, '.metawsm') };
}

/** What the bot has committed, read beside it. */
export async function lookInto<T>(home: string, look: (onlooker: Onlooker) => Promise<T>): Promise<T> {
  const onlooker = await Onlooker.open(join(home, 'metawsm.sqlite'));
  try {
    return await look(onlooker);
  } finally {
    await onlooker.close();
  }
}

const LOOK_EVERY_MS = 100;
const MOST_LINES = 10_000;

/** Waits until every run has met an event of this type; gives for each when that was, in milliseconds since 1970. */
export async function eventsOf(
  home: string,
  ids: readonly string[],
  type: string,
  patienceMs = PATIENCE_MS,
): Promise<number[]> {
  const end = Date.now() + patienceMs;
  return lookInto(home, async (onlooker) => {
    for (;;) {
      const found = await onlooker.glance(async (glances) => {
        const journals = [];
        for (const id of ids) journals.push(await glances.journal(id, 0, MOST_LINES));
        return journals.map((lines) => lines.find(({ event }) => event.type === type)?.at);
      });
      if (found.every((at) => at !== undefined)) return found.map((at) => Date.parse(at));
      if (Date.now() > end) throw new Error(`waited in vain for ${type} of ${ids.join()}`);
      await pause(LOOK_EVERY_MS);
    }
  });
}

/** Waits until a run is in this state. */
export async function reaches(home: string, id: string, status: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  await lookInto(home, async (onlooker) => {
    for (;;) {
      const runs = await onlooker.glance((glances) => glances.runs(MOST_LINES));
      const run = runs.find((one) => one.id === id);
      if (run?.status === status) return;
      if (Date.now() > end) throw new Error(`waited in vain: ${id} is ${run?.status}, not ${status}`);
      await pause(LOOK_EVERY_MS);
    }
  });
}
