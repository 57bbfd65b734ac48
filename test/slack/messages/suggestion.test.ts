/** Each offered answer names where it comes from. */
import { expect, test } from '@jest/globals';
import type { SuggestionSource } from '../../../src/run/suggestions.js';
import { fieldParts } from '../../../src/slack/messages/brief.js';
import { suggestionWords } from '../../../src/slack/messages/suggestion.js';
import { DETAILS } from '../../../src/slack/messages/words.js';
import { AT, BY, brief, DATE } from '../sample-views.js';

const DETAIL = DETAILS[0]!;
const api = { from: 'repository', repo: 'api' } as const;

test.each<[SuggestionSource, string]>([
  [{ from: 'configuration', repo: 'api' }, '`npm test` passes — checks of api in metawsm.yml'],
  [{ ...api, path: 'package.json' }, '`npm test` passes — package.json of api'],
  [{ ...api, path: 'Makefile', also: ['web', 'docs'] }, '`npm test` passes — Makefile of api, web, docs'],
  [
    { ...api, path: 'CODEOWNERS', owners: ['@acme/x', '@here'] },
    '`npm test` passes — CODEOWNERS of api, owned by @acme/x, @\u2060here',
  ],
  [api, '`npm test` passes — folder of api'],
  [{ from: 'run', id: 'abc-9-k3f9q2' }, '`npm test` passes — as in `abc-9-k3f9q2`'],
  [{ from: 'usual' }, '`npm test` passes'],
])('%j', (source, words) => {
  expect(suggestionWords({ text: '`npm test` passes', source }, DETAIL).text).toBe(words);
});

test('names from a repository say nothing of their own', () => {
  const source = { ...api, repo: '<@U0ANA>', path: '*x*\n<!channel>' };
  const { text } = suggestionWords({ text: '<!here>', source }, DETAIL);
  expect(text).not.toMatch(/<[!@]/);
  expect(text).not.toContain('\n');
});

test('the brief says who chose it, and from where', () => {
  const view = brief();
  const draft = {
    ...view.draft,
    done: {
      text: '`npm test` passes',
      source: 'suggestion' as const,
      suggested: { ...api, path: 'package.json' },
      decision: BY,
    },
    constraints: {
      text: 'none',
      source: 'suggestion' as const,
      suggested: { from: 'usual' as const },
      decision: { by: 'U0BOB', at: AT },
    },
  };
  const all = fieldParts(view.brief, draft, DETAIL).map(({ text }) => text);
  expect(all[2]).toMatch(/^\*Done criteria\* · suggested by package\.json of api, chosen by <@U0BOB>/);
  expect(all[3]).toContain(`*Constraints* · a suggestion, chosen by <@U0BOB> · ${DATE}`);
});
