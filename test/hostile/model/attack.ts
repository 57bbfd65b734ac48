/** Random programs of steps, of people, agents and a failing machine, against a model of a run in ten lines. */
import fc from 'fast-check';
import { buildBot } from '../../crash/build.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import type { Attack, How } from '../attack.js';
import { type Bot, makeBot } from './bot.js';
import { makeBotHere } from './here.js';
import { after, BEGUN, type Model, STEPS, type Step } from './model.js';
import { Program } from './world.js';

const TROUBLE = ['kill', 'cut', 'duplicate', '429'] as const;
type Trouble = (typeof TROUBLE)[number];
const LENGTH = 30;
const LANES = 6;
/** Against the bot as a process, with its git and its agents; the others against the bot in here, which is quick. */
const REAL_ONE_IN = 20;
/** A bot gets slow with all its runs and messages. */
const PROGRAMS_OF_A_BOT = 50;
const SHRINKING_MS = 40_000;

const isTrouble = (step: Step | Trouble): step is Trouble => (TROUBLE as readonly string[]).includes(step);
/** What ends a run for good is drawn seldom. */
const weightOf = (step: Step): number => (step === 'approve' ? 2 : step === 'ask' || step === 'done' ? 6 : 4);
const steps = fc.array(
  fc.oneof(
    ...STEPS.map((step) => ({ weight: weightOf(step), arbitrary: fc.constant<Step | Trouble>(step) })),
    ...TROUBLE.map((step) => ({ weight: 1, arbitrary: fc.constant<Step | Trouble>(step) })),
  ),
  { minLength: 1, maxLength: LENGTH, size: 'max' },
);
/** The bot says that its connection broke, as it was made to. */
const ITS_CONNECTION = /Slack’s client reports an error/;

export const attack: Attack = {
  title: `random programs of ${LENGTH} steps from a model of a run`,
  order: 70,
  unit: 'programs',
  tries: { whole: 300, small: 6 },
  async run({ tries, seed, tell }) {
    const sums: Sums = { tries: 0, failures: [], met: {} };
    const real = Math.min(tries, Math.max(2, Math.floor(tries / REAL_ONE_IN)));
    const { program, remove } = await buildBot();
    try {
      const kills = await against(await makeBot(program), real, { seed, tell, sums });
      const parts = Math.ceil((tries - real) / PROGRAMS_OF_A_BOT);
      for (let part = 0; part < parts; part += 1) {
        const share = Math.min(PROGRAMS_OF_A_BOT, tries - real - part * PROGRAMS_OF_A_BOT);
        await against(await makeBotHere(), share, { seed: seed + LANES * (part + 1), tell, sums });
      }
      for (const what of ['taken', 'refused', 'cut', 'duplicate', '429', 'kill', 'merged'])
        if (!sums.met[what] && tries >= 30) sums.failures.push(`no program came to ${what}`);
      if (kills === 0 && tries >= 30) sums.failures.push('the real bot was never killed');
      return {
        tries: sums.tries,
        failures: sums.failures,
        figures: { ...sums.met, 'against the real process': real, 'kills of it': kills },
      };
    } finally {
      removeTemporary();
      remove();
    }
  },
};

interface Sums {
  tries: number;
  failures: string[];
  met: Record<string, number>;
}

/** So many programs in lanes, all against one bot; gives how often it was killed. */
async function against(
  bot: Bot,
  many: number,
  { seed, tell, sums }: { seed: number; tell: How['tell']; sums: Sums },
): Promise<number> {
  try {
    await bot.begin();
    const lanes = Math.min(LANES, many);
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const person = bot.slack.person(`person${lane}`);
        let failedAt: number | undefined;
        const property = fc.asyncProperty(steps, async (program) => {
          // What is shrunk by then has to do.
          fc.pre(failedAt === undefined || Date.now() - failedAt < SHRINKING_MS);
          try {
            await play(bot, new Program(bot, person), program, sums.met);
          } catch (error) {
            if (failedAt === undefined)
              tell(`seed ${seed + lane}: ${program.join(', ')}: ${String(error).slice(0, 500)}`);
            failedAt ??= Date.now();
            throw error;
          }
          if (failedAt !== undefined) return;
          sums.tries += 1;
          if (sums.tries % 20 === 0) tell(`${sums.tries} programs`);
        });
        const numRuns = Math.floor((many + lane) / lanes);
        const out = await fc.check(property, { seed: seed + lane, numRuns });
        if (out.failed)
          sums.failures.push(`${fc.defaultReportMessage(out)}\n${String(out.errorInstance).slice(0, 1_500)}`);
      }),
    );
  } finally {
    await bot.stop();
  }
  sums.failures.push(
    ...bot.defects
      .filter((line) => !ITS_CONNECTION.test(line))
      .map((line) => `the bot calls a defect: ${line.slice(0, 500)}`),
  );
  return bot.kills();
}

async function play(
  bot: Bot,
  program: Program,
  all: readonly (Step | Trouble)[],
  met: Record<string, number>,
): Promise<void> {
  const count = (what: string) => {
    met[what] = (met[what] ?? 0) + 1;
  };
  let model: Model = BEGUN;
  await program.begin();
  for (const step of all) {
    if (isTrouble(step)) {
      count(step);
      await happens(bot, step);
      continue;
    }
    if (model.status === 'closed' && step === 'restart') {
      model = BEGUN;
      await program.begin();
      continue;
    }
    const next = after(model, step);
    count(next ? 'taken' : 'refused');
    await program.does(step, next !== undefined);
    model = next ?? model;
    await program.becomes(model);
    if (next?.status === 'closed') count('merged');
  }
  const twice = program.twice();
  if (twice.length > 0) throw new Error(`posted twice: ${twice}`);
}

async function happens(bot: Bot, what: Trouble): Promise<void> {
  const { faults } = bot.slack;
  if (what === 'kill') return bot.kill();
  if (what === 'cut') {
    faults.dropSockets();
    await bot.slack.connected(1, 30_000);
  } else if (what === 'duplicate') {
    faults.duplicate(!faults.duplicating);
  } else faults.next('*', { retryAfterS: 1 }, 2);
}
