/** The bot in this process, its stages scripted: hundreds of programs in the time of a few real ones. */
import type { RunContext } from '../../../src/run/context.js';
import { COMPLETE, makeRig } from '../../slack/rig.js';
import type { Bot } from './bot.js';

/** Between two restarts the programs get somewhere. */
const LEAST_LIFE_MS = 4_000;
const at = () => new Date().toISOString();

const MERGE = {
  name: 'api',
  base: 'main',
  head: 'a'.repeat(40),
  baseCommit: 'b'.repeat(40),
  mergeCommit: 'c'.repeat(40),
  moved: false,
  remote: true,
};
const CHECK = {
  repo: 'api',
  command: 'npm test',
  exitCode: 0,
  timedOut: false,
  durationMs: 10,
  output: '',
  commit: 'a'.repeat(40),
  undone: [],
};

export async function makeBotHere(): Promise<Bot> {
  const pushes = new Map<string, number>();
  const rig = await makeRig({
    agents: 100,
    retryMs: 30,
    tries: 1_000,
    slack: { redeliverAfterMs: 300, ackTimeoutMs: 10_000 },
    stages: {
      'checks.run': async ({ step }) => ({
        type: 'checks_finished',
        step,
        at: at(),
        results: [CHECK],
        changes: [],
      }),
      'merge.build': async ({ step }) => ({
        type: 'merge_built',
        step,
        at: at(),
        merges: [{ ...MERGE, state: 'built' }],
      }),
      'merge.push': async ({ step }, run) => {
        pushes.set(run.id, (pushes.get(run.id) ?? 0) + 1);
        return { type: 'merge_finished', step, at: at(), merges: [{ ...MERGE, state: 'merged' }] };
      },
      'ticket.write': async ({ step }) => ({ type: 'ticket_written', step, at: at() }),
    },
  });
  let bornAt = Date.now();
  let restarting: Promise<void> | undefined;
  let restarts = 0;
  let told = 0;
  const stored = async (id: string) => {
    await restarting;
    const run = await rig.bot.unit.read.run(id);
    if (!run) throw new Error(`${id} is gone`);
    return run;
  };
  const tell = async (id: string, news: Record<string, unknown>) => {
    await restarting;
    await rig.bot.door.deliver(id, { at: at(), ...news } as never, `agent:${++told}`);
  };
  return {
    slack: rig.slack,
    dev: rig.dev,
    wish: COMPLETE,
    defects: [],
    begin: async () => undefined,
    kills: () => restarts,
    async kill() {
      if (restarting) return restarting;
      if (Date.now() - bornAt < LEAST_LIFE_MS) return;
      restarts += 1;
      restarting = rig.stop().then(() => rig.start());
      await restarting.finally(() => {
        restarting = undefined;
        bornAt = Date.now();
      });
    },
    stop: () => rig.close(),
    async run(id): Promise<RunContext & { status: string }> {
      const { snapshot, status } = await stored(id);
      return { ...snapshot.context, status };
    },
    merges: (id) => pushes.get(id) ?? 0,
    asks: (id, question) =>
      tell(id, {
        type: 'guidance_requested',
        request: {
          question,
          options: ['left', 'right'],
          agent: 'script',
          via: { kind: 'file', path: '/w/.metawsm' },
        },
      }),
    async ends(id, how) {
      const { step } = (await stored(id)).snapshot.context.agent;
      if (how === 'done') await tell(id, { type: 'completion_claimed', summary: 'It greets.' });
      await tell(id, { type: 'agent_exited', exitCode: how === 'done' ? 0 : 1, step });
    },
  };
}
