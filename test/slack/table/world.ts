/** The running bot with a person for each right, and samples of runs that arrive in it as if they had come that far. */
import type { StoredRun } from '../../../src/engine/ports.js';
import type { Message, Screen } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import type { RunContext } from '../../../src/run/context.js';
import type { PersonEventType } from '../../../src/run/events.js';
import { MACHINE_VERSION } from '../../../src/run/machine/run.js';
import type { Action, View } from '../../../src/run/views.js';
import { buttons } from '../../../src/slack/views/buttons.js';
import { type SampleName, walked } from '../../run/table/samples.js';
import { makeRig, type Rig } from '../rig.js';

/** Stages that never come back, and no place for anybody: a run stays where a gesture has brought it. */
const nothing = async () => undefined;
const STILL = {
  'repositories.read': nothing,
  'workspace.prepare': nothing,
  'workspace.remove': nothing,
  'workspace.clean': nothing,
  'agent.start': nothing,
  'processes.end': nothing,
};

export interface World {
  rig: Rig;
  /** The requester, who has no right by list. */
  ana: Person;
  /** No right at all. */
  sam: Person;
  /** Somebody who has the right that a gesture needs. */
  holder(type: PersonEventType): Person;
}

export async function makeWorld(): Promise<World> {
  const groups = { starters: ['sue'], team: ['ben'], leads: ['lee'], admins: ['ada'] };
  const rig = await makeRig({
    groups,
    access: { start: ['starters'], answer: ['team'], merge: ['leads'], admins: ['admins'] },
    agents: 0,
    stages: STILL,
  });
  const person = (name: string) => rig.slack.person(name);
  for (const name of ['ana', 'sam', 'sue', 'ben', 'lee', 'ada'])
    await rig.bot.actors.ensure(person(name).id, rig.dev.id);
  const ofRight = { start: 'sue', answer: 'ben', merge: 'lee', admins: 'ada' } as const;
  return {
    rig,
    ana: person('ana'),
    sam: person('sam'),
    holder: (type) => person(ofRight[RIGHT_OF[type]]),
  };
}

/** By the contract's table of rights. */
const RIGHT_OF: Record<PersonEventType, 'start' | 'answer' | 'merge' | 'admins'> = {
  answer: 'answer',
  permit: 'answer',
  use_as_is: 'answer',
  fill: 'start',
  edit_answer: 'answer',
  start: 'start',
  cancel: 'start',
  stop: 'answer',
  restart: 'answer',
  pause: 'answer',
  resume: 'answer',
  tell: 'answer',
  hand_over: 'answer',
  discard: 'merge',
  cleanup: 'admins',
  request_changes: 'answer',
  merge: 'merge',
  show_log: 'answer',
  show_diff: 'answer',
};

export interface Arrived {
  id: string;
  ticket: string;
  card: Message;
  /** The message of this reference in Slack. */
  message(ref: string): Message;
  stored(): Promise<StoredRun>;
}

let count = 0;

/** A fresh run in this situation, with its messages in Slack. */
export async function arrives({ rig, ana }: World, name: SampleName): Promise<Arrived> {
  const { slack, dev, bot } = rig;
  count += 1;
  const ticket = `TBL-${count}`;
  const id = `${ticket.toLowerCase()}-aaaaaa`;
  const { decided, views } = walked(name);
  const snapshot = JSON.parse(
    JSON.stringify(decided.snapshot)
      .replaceAll('abc-12-k3f9q2', id)
      .replaceAll('ABC-12', ticket)
      .replaceAll('C0DEV', dev.id)
      .replaceAll('U0ANA', ana.id),
  ) as StoredRun['snapshot'];
  const { guidance } = snapshot.context;
  // The samples live in a past of their own; a limit that holds there has to hold here.
  for (const one of guidance)
    if (one.until !== undefined) one.until = new Date(Date.now() + 1_000 * 3_600_000).toISOString();
  const run: StoredRun = {
    id,
    ticket,
    status: decided.status,
    snapshot,
    createdAt: new Date().toISOString(),
    version: 1,
    machineVersion: MACHINE_VERSION,
  };
  const refs = [...views.keys()];
  await bot.unit.write(async (tx) => {
    await tx.addRun(run);
    await tx.addEffects(
      refs.map((ref, k) => ({
        id: `${id}/1/${k}`,
        runId: id,
        seq: 1,
        k,
        kind: 'slack.post',
        lane: 'posts',
        params: { ref },
        status: 'pending',
        attempts: 0,
      })),
    );
  });
  bot.lanes.moved(run, ['posts']);
  const stored = async () => (await bot.unit.read.run(id))!;
  await until(async () => {
    const { messages } = (await stored()).snapshot.context;
    return refs.every((ref) => messages[ref]);
  });
  // The card of a queued run is drawn once more, as soon as its place is known.
  if (snapshot.context.queue) {
    const card = (await stored()).snapshot.context.messages.card;
    await slack.waitFor(
      () => slack.messages(dev).some(({ ts, changes }) => ts === card?.ts && changes > 0),
      'the place in the queue',
    );
  }
  const { messages } = (await stored()).snapshot.context;
  const message = (ref: string) => {
    const ts = messages[ref]?.ts;
    return slack.messages(dev).find((one) => one.ts === ts)!;
  };
  return { id, ticket, card: message('card'), message, stored };
}

/** What only the database knows. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited 10 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What gestures must leave alone when they are refused: everything but the journal. */
export async function picture({ rig }: World, { stored, id }: Arrived): Promise<unknown> {
  const { status, snapshot } = await stored();
  const { messages } = snapshot.context;
  const seen = rig.slack
    .messages(rig.dev, { from: 'bot' })
    .filter(({ ts }) => Object.values(messages).some((one) => one.ts === ts))
    .map((one) => JSON.stringify(one));
  return { id, status, snapshot, seen, posts: rig.slack.messages(rig.dev, { from: 'bot' }).length };
}

/** The card as somebody may still have it on screen, with a button of an older revision. */
export function oldScreen({ slack }: Rig, run: RunContext, card: Message, action: Action): Screen {
  const view = {
    kind: 'card',
    ref: 'card',
    revision: run.revision - 1,
    actions: [action],
    run: { id: run.id, ticket: run.ticket, requester: run.requester },
    merges: [],
  } as unknown as View;
  const screen = structuredClone(slack.snapshot(card));
  screen.blocks = buttons(view).map((part) => (part as { block: unknown }).block) as never;
  return screen;
}
