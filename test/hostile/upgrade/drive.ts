/** A person who finds a run of an earlier version in Slack: presses what it offers, and brings it to its end. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../../../src/playground/server/facts.js';
import type { Status } from '../../../src/run/status.js';
import type { Rig } from '../../slack/rig.js';

/** What goes on, before what ends. */
const FORWARD = [
  'Start run',
  'Allow once',
  'A',
  'Postgres',
  'Use it as is',
  'Resume',
  'Restart',
  'Merge & close',
  'Retry',
];
const OUT = ['Discard', 'Cancel', 'Stop'];
const PATIENCE_MS = 40_000;

interface Offer {
  message: Message;
  label: string;
}

/** What went wrong, in words; `was` is its state in the old database: its work may have gone on since. */
export async function drive(rig: Rig, id: string, was: Status): Promise<string[]> {
  const { slack, dev, ana, bot } = rig;
  const stored = async () => (await bot.unit.read.run(id))!;
  const run = await bot.unit.read.run(id);
  if (!run) return ['it is gone'];
  if (run.unreadable) return [`it cannot be read: ${run.unreadable}`];
  const shown = async (): Promise<Message[]> => {
    const places = Object.values((await stored()).snapshot.context.messages);
    return slack.messages(dev, { from: 'bot' }).filter(({ ts }) => places.some((one) => one.ts === ts));
  };
  if (!(await comes(async () => (await shown()).length > 0))) return ['its card was not drawn'];
  const said = await ana.types(`/metawsm status ${id}`, { in: dev });
  if (!said.includes(id.slice(0, -7).toUpperCase()) && !said.includes(id))
    return [`its status cannot be read: ${said}`];
  if (was === 'closed') return [];

  const offers = async (labels: readonly string[]): Promise<Offer | undefined> => {
    const all = (await shown()).flatMap((message) =>
      slack.buttons(message).map(({ label }) => ({ message, label })),
    );
    for (const label of labels) for (const one of all) if (one.label === label) return one;
    return undefined;
  };
  let clicks = 0;
  for (const labels of [[...FORWARD, ...OUT], ...Array<string[]>(9).fill(OUT)]) {
    const isOver = async () => (await stored()).status === 'closed';
    let offer: Offer | undefined;
    await comes(async () => {
      offer = await offers(labels);
      return offer !== undefined || (await isOver());
    });
    if (await isOver()) break;
    if (!offer) return [`as ${(await stored()).status} it offers nothing to press`];
    const before = (await bot.unit.read.journal(id)).length;
    const gone = await ana.presses(offer.label, { on: offer.message }).then(
      () => false,
      (error: unknown) => {
        if (!/no button/i.test(String(error))) throw error;
        return true;
      },
    );
    // The message was drawn anew between the look and the press.
    if (gone) continue;
    const lines = (await bot.unit.read.journal(id)).slice(before);
    if (!lines.some(({ actor, outcome }) => actor === ana.id && outcome === 'applied') && !(await isOver())) {
      // The work in hand may just have moved it on; what is offered then is pressed next.
      if (lines.length === 0) return [`${offer.label} did nothing`];
    } else clicks += 1;
  }
  if (!(await comes(async () => (await stored()).status === 'closed')))
    return [`it came to no end: ${(await stored()).status}`];
  // What was on its way out needs none.
  return clicks === 0 && was !== 'closing' ? ['no click worked'] : [];
}

async function comes(holds: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) return false;
    await pause(10);
  }
  return true;
}
