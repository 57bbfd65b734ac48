/** What an intake question says to somebody who reads it for the first time. */
import { expect, test } from '@jest/globals';
import type { IntakeQuestion } from '../../../src/run/context.js';
import { asking, tookToo } from '../../../src/slack/messages/question.js';

const question = (more: Partial<IntakeQuestion>): IntakeQuestion => ({
  id: 'q1',
  field: 'done',
  lack: { kind: 'missing' },
  suggestions: [],
  ...more,
});

test('done criteria need a command only where no check is configured', () => {
  expect(asking(question({})).text).toMatch(/Name at least one command/);
  const configured = { text: '`npm test` passes', source: { from: 'configuration' as const, repo: 'api' } };
  expect(asking(question({ suggestions: [configured] })).text).toBe(
    'How can I tell that it is done, besides the configured checks? Say what one would see, or name a command in backticks.',
  );
});

test('a reason that says what to write is not followed by the question about the whole field', () => {
  const lack = { kind: 'unmentioned_repository' as const, names: ['api'], named: ['web'] };
  expect(asking(question({ field: 'scope', lack, acceptable: 'pages' })).text).toMatch(
    /say that it stays as it is\.$/,
  );
  const forbidden = { kind: 'forbidden_scope' as const, names: ['src'] };
  expect(asking(question({ field: 'scope', lack: forbidden })).text).toMatch(/or change the constraints\.$/);
});

test('what was taken besides is one sentence', () => {
  const took: IntakeQuestion['took'] = [
    { field: 'scope', text: 'src/login' },
    { field: 'done', text: 'npm test passes' },
  ];
  expect(tookToo(question({ took }))?.text).toBe(
    'I also took “src/login” as the scope and “npm test passes” as the done criteria.',
  );
  expect(tookToo(question({ took: [...took, { field: 'merge', text: 'squash' }] }))?.text).toBe(
    'I also took “src/login” as the scope, “npm test passes” as the done criteria and “squash” as the merge intent.',
  );
  expect(tookToo(question({ took: took.slice(0, 1) }))?.text).toBe('I also took “src/login” as the scope.');
});
