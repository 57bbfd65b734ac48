/** One misdeed in a run of its own: where it comes to stand, what has to hold there, and the way out of it. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../../src/playground/server/facts.js';
import { reading } from '../../crash/database.js';
import type { Misdeed, Sight, Size } from './misdeed.js';
import type { Scene } from './scene.js';

/** Until the run stands, and until it is left. */
const PATIENCE_MS = 300_000;
const LEAVES_MS = 120_000;
const STANDING = ['merge_ready', 'awaiting_guidance', 'failed', 'stopped', 'closed'];

export async function tryOne(scene: Scene, misdeed: Misdeed, at: number, size: Size): Promise<string[]> {
  const { world, met } = scene;
  const ticket = `M-${String(at).padStart(3, '0')}`;
  const { card, id } = await world.begins(ticket, {
    repos: scene.repoOf(misdeed),
    agent: scene.agentOf(misdeed),
    done: '`./check.sh` passes',
  });
  const ended = await standsAt(scene, id, misdeed.ends);
  met[ended] = (met[ended] ?? 0) + 1;
  const wrong = (misdeed.ends as readonly string[]).includes(ended)
    ? []
    : [`it stands at ${ended}\n${threadOf(scene, card)}`];
  const sight = await sightOf(scene, id, card);
  const also = misdeed.also?.(sight, size) ?? [];
  const works = scene.sprung().some(({ by, git }) => by === id && git === id);
  const dud = misdeed.springs && !works ? ['its trap does not spring, so it tells nothing'] : [];
  const left = await leaves(scene, card, id, misdeed).catch((error: unknown) => [
    `no way out of ${ended}: ${String(error).slice(0, 2_000)}`,
  ]);
  return [...wrong, ...also, ...dud, ...left];
}

async function standsAt(scene: Scene, id: string, ends: readonly string[]): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  let last = '';
  let since = Date.now();
  for (;;) {
    const status = await statusOf(scene, id);
    if (status !== last) since = Date.now();
    last = status;
    // What it stands at for good, and not only on its way to somewhere else.
    const calm = Date.now() - since > 2_500;
    if (STANDING.includes(status) && (calm || (ends.includes(status) && status !== 'awaiting_guidance')))
      return status;
    if (Date.now() > deadline) return `${status} for ever`;
    await pause();
  }
}

async function statusOf({ world }: Scene, id: string): Promise<string> {
  const rows = await reading(join(world.home, 'metawsm.sqlite'), (ask) =>
    ask(`SELECT status FROM runs WHERE id = '${id}'`),
  );
  return String(rows?.[0]?.status);
}

async function sightOf({ world }: Scene, id: string, card: Message): Promise<Sight> {
  const { home, slack } = world;
  const rows = await reading(join(home, 'metawsm.sqlite'), (ask) =>
    ask(`SELECT snapshot FROM runs WHERE id = '${id}'`),
  );
  const { context } = JSON.parse(String(rows?.[0]?.snapshot)) as { context: Sight['context'] };
  const said = slack
    .messages(card.channel)
    .filter(({ thread_ts }) => thread_ts === card.ts)
    .map((message) => slack.visibleText(message));
  return {
    id,
    home,
    workspace: join(home, 'workspaces', id),
    context,
    said,
    kept: bytesIn(join(home, 'runs', id)),
  };
}

/** Bytes on disk; what goes away meanwhile counts as nothing. */
export function bytesIn(path: string): number {
  try {
    const stats = lstatSync(path);
    const own = stats.blocks * 512;
    return stats.isDirectory()
      ? readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), own)
      : own;
  } catch {
    return 0;
  }
}

/** The end of what people read, and how the card begins. */
const threadOf = ({ world: { slack } }: Scene, card: Message): string =>
  [
    card,
    ...slack
      .messages(card.channel)
      .filter(({ thread_ts }) => thread_ts === card.ts)
      .slice(-2),
  ]
    .map((message) => slack.visibleText(message).slice(0, 250))
    .join('\n')
    .slice(0, 900);

/** By the buttons that are there; a line where nothing leads out. */
async function leaves(scene: Scene, card: Message, id: string, misdeed: Misdeed): Promise<string[]> {
  for (const label of ['View log', 'View diff']) await presses(scene, card, label);
  if (misdeed.merges && (await presses(scene, card, 'Merge & close'))) await merged(scene, id);
  const deadline = Date.now() + LEAVES_MS;
  let again = 0;
  while ((await statusOf(scene, id)) !== 'closed') {
    if (Date.now() > deadline)
      return [`it does not end, it is ${await statusOf(scene, id)}:\n${threadOf(scene, card)}`];
    if (
      Date.now() > again &&
      ((await presses(scene, card, 'Discard')) || (await presses(scene, card, 'Stop')))
    )
      again = Date.now() + 3_000;
    await pause();
  }
  return [];
}

/** Closed, or refused with a word. */
async function merged(scene: Scene, id: string): Promise<void> {
  const refused = Date.now() + 4_000;
  for (;;) {
    const status = await statusOf(scene, id);
    if (status === 'closed' || (status !== 'closing' && Date.now() > refused)) break;
    await pause();
  }
  scene.met.merged = (scene.met.merged ?? 0) + Number((await statusOf(scene, id)) === 'closed');
}

/** False where there is no such button, or it is gone. */
async function presses(scene: Scene, card: Message, label: string): Promise<boolean> {
  const { slack, ana } = scene.world;
  const thread = slack.messages(card.channel).filter(({ thread_ts }) => thread_ts === card.ts);
  const on = [card, ...thread.reverse()].find((one) =>
    slack.buttons(one).some((button) => button.label === label),
  );
  if (!on) return false;
  return ana.presses(label, { on }).then(
    () => true,
    () => false,
  );
}

const pause = () => new Promise((done) => setTimeout(done, 100));
