import { expect, test } from '@jest/globals';
import { notHeard } from '../../../src/slack/messages/interview.js';
import { asking, outcomeOf, plainQuestion, soFar } from '../../../src/slack/messages/question.js';
import { DETAILS } from '../../../src/slack/messages/words.js';
import { BY, DATE, question } from '../sample-views.js';

const [DETAIL] = DETAILS;
const ASKED = {
  field: 'goal',
  askedBy: 'claude',
  words: 'Which <!channel>\n*x*?',
  acceptable: 'Greet',
} as const;

test('an agent’s question stands quoted, as the agent’s, with what declines it', () => {
  const { question: asked } = question({ ...ASKED, why: 'So <@U0ANA>.' });
  expect(asking(asked).text).toBe(
    'The interviewer `claude` asks:\n>Which &lt;\u2060!channel&gt;\n>*x*?\nIt says why:\n>So &lt;\u2060@U0ANA&gt;.',
  );
  expect(soFar(asked, DETAIL!)?.text).toBe(
    'So far the brief says:\n>Greet\n`Use it as is` leaves it like that; an answer is added to it.',
  );
  expect(plainQuestion(asked)).toBe(`claude asks: ${ASKED.words}`);
});

test('a command that cannot run is named before it is asked again', () => {
  const { question: asked } = question({
    ...ASKED,
    field: 'done',
    lack: { refused: 'a | b: `|` needs a shell' },
  });
  expect(asking(asked).text).toMatch(/^I start commands without a shell.*a \| b.*\nThe interviewer/u);
});

test('who left the field as it is', () => {
  const view = question({ ...ASKED, withdrawn: true, keptBy: BY });
  expect(outcomeOf(view).text).toBe(`Left as it is by <@U0BOB> · ${DATE}`);
});

test('why it could not be heard, and what to do', () => {
  const trouble = { code: 'interview_timeout', at: '', detail: '120 seconds' };
  expect(notHeard(trouble).map((one) => one.text)).toEqual([
    'The interviewer could not be heard, so my own questions go on alone. It took longer than 120 seconds.',
    'Give it more time with `intake.timeout` in metawsm.yml, or less to read.',
  ]);
});
