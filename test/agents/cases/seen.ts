/** What a person sees of the work: the agent's plan, and what it cost. */
import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import type { Step } from '../model/script.js';
import { finishes, greets } from '../steps.js';

const PLAN: Step = {
  say: 'I plan.',
  plan: [
    { step: 'Write the greeting', status: 'in_progress' },
    { step: 'Commit the greeting', status: 'pending' },
  ],
};

export const plan: Case = {
  name: 'plan',
  title: 'Plan on the card',
  stage: { permissions: '{ ask: [execute] }' },
  cannot: { gemini: 'does not tell its todos over ACP: of `write_todos` only their number is sent' },
  async play({ agent, world, script }) {
    script((place) => [PLAN, ...greets(place), ...finishes(place)]);
    const { card } = await world.begins('ABC-1', { agent });
    await world.shows(card, /Commit the greeting/, 60_000);
    return undefined;
  },
};

export const spent: Case = {
  name: 'spent',
  title: 'Tokens and cost',
  stage: { permissions: '{ allow: [execute] }' },
  async play({ agent, world, script }) {
    script((place) => [...greets(place), ...finishes(place)]);
    const { card } = await world.begins('ABC-1', { agent });
    const summary = await world.hears(card, /Merge-ready/, undefined, 60_000);
    const text = [card, summary].map((message) => world.slack.visibleText(message)).join('\n');
    const [tokens] = /[\d.,]+ ?[kM]? tokens/.exec(text) ?? [];
    assert.ok(tokens, `no tokens in\n${text}`);
    const [cost] = /(?:\$|USD) ?[\d.]+|[\d.]+ ?USD/.exec(text) ?? [];
    return cost ? 'tokens and cost' : 'tokens';
  },
};
