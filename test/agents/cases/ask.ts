/** A question through the tool that every agent gets, and through the agent's own. */
import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import type { Step } from '../model/script.js';
import type { Stage } from '../stage.js';
import { finishes, greets } from '../steps.js';

export const QUESTION = 'Which database?';
export const OPTIONS = ['Postgres', 'SQLite'];

/** Asks with the tool of metawsm. */
export const asks: Step = { mcp: { tool: 'ask_operator', input: { question: QUESTION, options: OPTIONS } } };

/** Answers, and looks whether the model reads exactly one answer. */
export async function answered(stage: Stage, question: Step): Promise<void> {
  const { agent, world, model, script } = stage;
  script((place) => [question, ...greets(place), ...finishes(place)]);
  const { card } = await world.begins('ABC-1', { agent });
  const asking = await world.hears(card, /Which database\?/, undefined, 60_000);
  await world.ana.presses('SQLite', { on: asking });
  await world.hears(card, /Merge-ready/, asking, 60_000);
  const read = model.requests.filter(({ why, result }) => /^step 2/.test(why) && /SQLite/.test(result));
  assert.equal(read.length, 1, `the model read the answer ${read.length} times`);
}

export const ask: Case = {
  name: 'ask',
  title: 'Question by `ask_operator`',
  stage: { permissions: '{ allow: [execute] }' },
  async play(stage) {
    await answered(stage, asks);
    return undefined;
  },
};

export const askItself: Case = {
  name: 'ask-itself',
  title: 'Question by its own tool',
  stage: { permissions: '{ allow: [execute] }' },
  cannot: {
    gemini:
      'leaves its tool `ask_user` out over ACP ([google-gemini/gemini-cli#24663](https://github.com/google-gemini/gemini-cli/issues/24663))',
    opencode:
      'has no way to ask over ACP; its tool `question`, switched on, waits for ever ([anomalyco/opencode#17920](https://github.com/anomalyco/opencode/issues/17920))',
  },
  async play(stage) {
    await answered(stage, { ask: { question: QUESTION, options: OPTIONS } });
    return undefined;
  },
};
