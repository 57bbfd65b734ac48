/** Random programs of steps, of people, agents and a failing machine, against a model of a run in ten lines. */
import fc from 'fast-check';
import { buildBot } from '../../crash/build.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import type { Attack } from '../attack.js';
import { type Bot, makeBot } from './bot.js';
import { after, BEGUN, type Model, STEPS, type Step } from './model.js';
import { Program } from './world.js';

const TROUBLE = ['kill', 'cut', 'duplicate', '429'] as const;
type Trouble = (typeof TROUBLE)[number];
const LENGTH = 30;
const LANES = 6;

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
    const { program, remove } = await buildBot();
    const bot = await makeBot(program);
    const met: Record<string, number> = {};
    const failures: string[] = [];
    let run = 0;
    try {
      await bot.begin();
      const lanes = Math.min(LANES, tries);
      await Promise.all(
        Array.from({ length: lanes }, async (_, lane) => {
          const person = bot.slack.person(`person${lane}`);
          const numRuns = Math.floor((tries + lane) / lanes);
          const property = fc.asyncProperty(steps, async (program) => {
            await play(bot, new Program(bot, person), program, met);
            run += 1;
            if (run % 20 === 0) tell(`${run} programs, ${bot.kills()} kills`);
          });
          const out = await fc.check(property, { seed: seed + lane, numRuns });
          if (out.failed) failures.push(fc.defaultReportMessage(out) ?? 'it failed');
        }),
      );
    } finally {
      await bot.stop();
      removeTemporary();
      remove();
    }
    failures.push(
      ...bot.defects
        .filter((line) => !ITS_CONNECTION.test(line))
        .map((line) => `the bot calls a defect: ${line.slice(0, 500)}`),
    );
    for (const what of ['taken', 'refused', 'kill', 'cut', 'duplicate', '429', 'merged'])
      if (!met[what] && tries >= 30) failures.push(`no program came to ${what}`);
    return { tries: run, failures, figures: { ...met, kills: bot.kills() } };
  },
};

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
