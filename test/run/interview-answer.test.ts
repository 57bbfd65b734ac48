/** What of an interviewer's output becomes questions, and what is refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { interviewJsonSchema, MOST, readInterview } from '../../src/run/interview-answer.js';

const ONE = {
  field: 'goal',
  question: 'Which language?',
  options: ['English', 'German'],
  why: 'Nobody says.',
};
const text = (value: unknown) => JSON.stringify(value);
const reasonOf = (output: string) => {
  const read = readInterview(output);
  return read.ok ? 'taken' : read.reason;
};

describe('is found', () => {
  const answer = text({ questions: [ONE] });
  const pretty = JSON.stringify({ questions: [ONE] }, null, 2);
  test.each([
    ['alone', answer],
    ['in a fence, with words around', `Let me see {it}.\n\`\`\`json\n${pretty}\n\`\`\`\nThat is "all".`],
    ['behind another one', `${text({ questions: [] })}\nNo, better:\n${answer}`],
    ['behind a quote that nobody closes', `It's {"half": \n"${answer}`],
    ['with further keys', text({ thoughts: { deep: true }, questions: [{ ...ONE, id: 7 }], more: [{}] })],
    ['before other objects', `${answer}\n{"cost": 0.2}`],
    ['with braces in its texts', text({ questions: [{ ...ONE, why: 'Nobody says.', id: '}{"' }] })],
  ])('%s', (_, output) => {
    expect(readInterview(output)).toEqual({ ok: true, questions: [ONE] });
  });

  test('with nothing to ask', () => {
    expect(readInterview('{"questions": []}')).toEqual({ ok: true, questions: [] });
  });
});

describe('is refused', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);
  const asked = (change: object) => text({ questions: [{ ...ONE, ...change }] });
  test.each([
    ['nothing', '', /no JSON object/],
    ['words', 'I have no questions.', /no JSON object/],
    ['half of it', '{"questions": [{"field": "goal"', /no JSON object/],
    ['a list', text([ONE]), /no JSON object/],
    ['no list', '{"questions": {}}', /"questions" is not a list/],
    ['seven questions', text({ questions: many(7).map(() => ONE) }), /has 7 questions, and at most 3/],
    ['a text as question', '{"questions": ["Why?"]}', /questions\[0\] is not an object/],
    [
      'an unknown field',
      asked({ field: 'budget' }),
      /questions\[0\]\.field is none of goal, scope, done, constraints/,
    ],
    ['the merge intent', asked({ field: 'merge' }), /field is none of/],
    ['an inherited name', asked({ field: 'toString' }), /field is none of/],
    ['no question', asked({ question: undefined }), /question is not a text/],
    ['an empty question', asked({ question: ' \u200b\u202e ' }), /question is empty/],
    ['a long question', asked({ question: 'x'.repeat(501) }), /longer than 500/],
    ['six options', asked({ options: many(6) }), /has 6 options, and at most 5/],
    ['options that are no list', asked({ options: 'English' }), /options is not a list/],
    ['a number as option', asked({ options: [1] }), /options\[0\] is not a text/],
    ['a long option', asked({ options: ['x'.repeat(201)] }), /options\[0\] is longer than 200/],
    ['no text as why', asked({ why: null }), /why is not a text/],
  ])('%s', (_, output, reason) => {
    expect(reasonOf(output)).toMatch(reason);
  });

  test('without its texts in the reason', () => {
    expect(reasonOf(asked({ field: 'SECRET', question: 'SECRET' }))).not.toContain('SECRET');
  });
});

test('texts lose line breaks, control characters and what reorders or hides text', () => {
  const read = readInterview(
    text({
      questions: [{ field: 'goal', question: 'a\u202eb\u0007\r\nc\t  d\u200b', options: ['x\ny', 'x y'] }],
    }),
  );
  expect(read).toEqual({ ok: true, questions: [{ field: 'goal', question: 'ab c d', options: ['x y'] }] });
});

test.each([
  ['{'.repeat(1_000_000)],
  ['{"'.repeat(500_000)],
  [`{"questions": [${'['.repeat(900_000)}`],
  [`{"a":${'{"a":'.repeat(200_000)}`],
  ['{}'.repeat(500_000)],
  [`${'{}'.repeat(500_000)}"questions"`],
  [`${'{"questions":1'.repeat(70_000)}}`],
  [`${'{"questions":'.repeat(70_000)}`],
])('a megabyte of noise takes no long time (%#)', (noise) => {
  const begun = performance.now();
  expect(readInterview(noise).ok).toBe(false);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

describe('docs/interview.schema.json', () => {
  const shipped = JSON.parse(readFileSync('docs/interview.schema.json', 'utf8'));

  test('is what `npm run schema` writes', () => {
    expect(shipped).toEqual(JSON.parse(JSON.stringify(interviewJsonSchema())));
  });

  const schema = z.fromJSONSchema(shipped);
  test.each([
    [{ questions: [] }],
    [{ questions: [ONE, { field: 'done', question: 'How?' }], more: 1 }],
    [{ questions: [ONE, ONE, ONE, ONE] }],
    [{ questions: [{ ...ONE, field: 'merge' }] }],
    [{ questions: [{ ...ONE, question: 'x'.repeat(MOST.question + 1) }] }],
    [{ questions: [{ ...ONE, options: ['x'.repeat(MOST.option + 1)] }] }],
    [{ questions: [{ ...ONE, options: Array.from({ length: MOST.options + 1 }, String) }] }],
    [{ questions: [{ ...ONE, why: 1 }] }],
    [{}],
  ])('agrees with the reader on case %#', (value) => {
    expect(schema.safeParse(value).success).toBe(readInterview(text(value)).ok);
  });

  test('docs/intake.md shows an answer of this form, and its numbers', () => {
    const intake = readFileSync('docs/intake.md', 'utf8');
    const [, example = ''] = /```json\n([\s\S]*?)```/u.exec(intake) ?? [];
    expect(readInterview(example).ok).toBe(true);
    expect(intake).toContain(`at most ${MOST.question} characters`);
    expect(intake).toContain(`at most ${MOST.options}, of at most ${MOST.option} characters each`);
  });
});
