/**
 * One run from its command to its end, by people and an agent who know of the bot only what they see: what Slack says
 * had failed is done again, and a result is told until it is taken.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SlackClientError } from '../../../src/playground/server/client-error.js';
import type { Message } from '../../../src/playground/server/facts.js';
import type { Rig } from '../../slack/rig.js';

const PATIENCE_MS = 60_000;
const EXPECTED = '--goal "Greet people by name" --scope src/greet.ts --done "`npm test` passes"';

/** Resolves when the run is closed; throws where it does not go on, with what is known of it. */
export async function travel(rig: Rig, ticket: string): Promise<void> {
  try {
    await journey(rig, ticket);
  } catch (error) {
    const run = await rig.bot.unit.read.find(ticket);
    const effects = run
      ? await Promise.all(LANES.map((lane) => rig.bot.unit.read.openEffects(run.id, lane)))
      : [];
    const open = effects.flat().map(({ id, kind, status }) => `${id} ${kind} ${status}`);
    const waiting = (await rig.bot.unit.read.newInbox(5)).map(({ key, attempts, error }) => [
      key,
      attempts,
      error,
    ]);
    const told = rig.ana
      .ephemerals({ in: rig.dev })
      .slice(-3)
      .map(({ text }) => text);
    const about = { status: run?.status, version: run?.version, open, waiting, told };
    throw new Error(`${String(error)} ${JSON.stringify(about)}`);
  }
}

const LANES = ['work', 'control', 'posts', 'edits', 'files'] as const;

async function journey(rig: Rig, ticket: string): Promise<void> {
  const { slack, dev, ana } = rig;
  const shown = (message: Message) => slack.visibleText(message);
  const card = () =>
    slack.messages(dev, { from: 'bot' }).find((one) => !one.thread_ts && shown(one).includes(ticket));
  await insist(
    async () => {
      const answer = await ana.types(`/metawsm bootstrap ${ticket} --repos api ${EXPECTED}`, { in: dev });
      if (/try again/.test(answer)) throw new SlackClientError('dispatch_failed', answer);
    },
    () => card() !== undefined,
    `${ticket} has a card`,
  );
  const root = card()!;
  const reply = (words: RegExp) =>
    slack.thread(root).findLast((one) => one.ts !== root.ts && words.test(shown(one)));
  const press = (label: string, where: () => Message | undefined, what: string) => {
    const offers = () => {
      const on = where();
      return on && slack.buttons(on).some((one) => one.label === label) ? on : undefined;
    };
    return until(() => offers() !== undefined, `${ticket} ${what}`).then(() =>
      insist(
        () => ana.presses(label, { on: offers() ?? slack.snapshot(root) }),
        () => offers() === undefined,
        `${ticket} takes ${label}`,
      ),
    );
  };
  await until(() => reply(/constraints/i) !== undefined, `${ticket} asks`);
  await ana.says('none', { in: dev, thread: root });
  await press('Start run', () => reply(/^Brief for/m), 'shows its brief');
  const agent = await agentOf(rig, ticket);
  await agent.tell('asks', {
    type: 'guidance_requested',
    request: {
      question: 'Which one?',
      options: ['A', 'B'],
      agent: 'script',
      via: { kind: 'file', path: '/w/.metawsm' },
    },
  });
  await press('A', () => reply(/Which one\?/), 'asks for guidance');
  await agent.tell('claims', { type: 'completion_claimed', summary: 'did it' });
  await agent.tell('exits', { type: 'agent_exited', exitCode: 0, step: 'agent' });
  await press('Discard', () => reply(/Merge-ready/), 'is merge-ready');
  await until(() => /Closed|Discarded/i.test(shown(root)), `${ticket} is closed`);
}

/** Does it until it has worked. Who was told that it failed looks first whether it has worked all the same. */
async function insist(act: () => Promise<unknown>, holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds() && Date.now() < end) {
    try {
      await act();
      await until(holds, what);
      return;
    } catch (error) {
      if (holds()) return;
      // The button may have gone in between.
      if (!(error instanceof SlackClientError || /no button|no such/i.test(String(error)))) throw error;
      await pause(25);
    }
  }
  await until(holds, what, 1);
}

async function until(holds: () => boolean, what: string, timeoutMs = PATIENCE_MS): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(5);
  }
}

/** Waits until the run's agent works; `tell` brings its news until they are taken, as its driver does. */
async function agentOf(rig: Rig, ticket: string) {
  let id = '';
  let step = 0;
  const works = async () => {
    const run = await rig.bot.unit.read.find(ticket);
    id = run?.id ?? '';
    step = run?.snapshot.context.agent.step ?? 0;
    return run?.snapshot.context.agent.alive === true;
  };
  const end = Date.now() + PATIENCE_MS;
  while (!(await works())) {
    if (Date.now() > end) throw new Error(`waited in vain until the agent of ${ticket} works`);
    await pause(5);
  }
  return {
    async tell(key: string, news: Record<string, unknown>): Promise<void> {
      const event = { at: new Date().toISOString(), ...news, ...(news.step ? { step } : {}) };
      for (const last = Date.now() + PATIENCE_MS; ; ) {
        try {
          await rig.bot.door.deliver(id, event as never, `test:${key}`);
          return;
        } catch (error) {
          if (Date.now() > last) throw error;
          await pause(25);
        }
      }
    },
  };
}
