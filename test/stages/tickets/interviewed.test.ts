import { expect, test } from '@jest/globals';
import { plainQuestion } from '../../../src/slack/messages/question.js';
import { briefDocument } from '../../../src/stages/tickets/brief-document.js';
import { AT, closedRun } from './closed-run.js';

test('what an agent asked stands beside what the brief says without it', () => {
  const decision = { by: 'U1', at: AT };
  const run = closedRun({
    draft: { goal: { text: 'Greet people', source: 'flag' } },
    questions: [
      {
        id: 'q1',
        field: 'goal',
        lack: 'missing',
        suggestions: [],
        askedBy: 'claude',
        words: 'Which language?',
        answer: { text: 'German', decision },
      },
    ],
  });
  const text = briefDocument(run, undefined, AT, plainQuestion);
  expect(text).toMatch(
    /\*\*A:\*\* Greet people\n2\. \*\*Q:\*\* claude asks: Which language\?\n {3}\*\*A:\*\* German\n3\./u,
  );
});
