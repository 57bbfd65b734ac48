/** Typed texts reach the server before the press or submit that needs them. */
import { expect, test } from '@jest/globals';
import { Drafts } from '../../../src/playground/page/blocks/drafts.js';
import type { Gesture, GestureAnswer } from '../../../src/playground/scene/scene.js';

const put = (block: string, value: string) =>
  ({ do: 'put', on: 'view:V1', block, action: 'text', value }) as const;

/** Remembers what was sent; each answer waits until `answer` gives it. */
function line() {
  const sent: Gesture[] = [];
  const waiting: ((answer: GestureAnswer) => void)[] = [];
  return {
    sent,
    send: (gesture: Gesture) => {
      sent.push(gesture);
      return new Promise<GestureAnswer>((resolve) => waiting.push(resolve));
    },
    async answer(answer: GestureAnswer = { ok: true }) {
      while (waiting.length === 0) await Promise.resolve();
      waiting.shift()!(answer);
    },
  };
}

test('each field once, with its last text, and one flush after the other', async () => {
  const drafts = new Drafts();
  const server = line();
  drafts.note(put('goal', 'a'));
  drafts.note(put('goal', 'ab'));
  drafts.note(put('scope', 'x'));
  const first = drafts.flush(server);
  const second = drafts.flush(server);
  await server.answer();
  await server.answer();
  expect(await first).toBeUndefined();
  expect(await second).toBeUndefined();
  expect(server.sent).toEqual([put('goal', 'ab'), put('scope', 'x')]);
});

test('what is typed while it is sent is sent as well', async () => {
  const drafts = new Drafts();
  const server = line();
  drafts.note(put('goal', 'a'));
  const first = drafts.flush(server);
  while (server.sent.length === 0) await Promise.resolve();
  drafts.note(put('goal', 'abc'));
  await server.answer();
  await first;
  const second = drafts.flush(server);
  await server.answer();
  await second;
  expect(server.sent).toEqual([put('goal', 'a'), put('goal', 'abc')]);
});

test('a refusal is told once and does not stand in the way afterwards', async () => {
  const drafts = new Drafts();
  const server = line();
  const refusal: GestureAnswer = { ok: false, code: 'gone', text: 'That form is closed.' };
  drafts.note(put('goal', 'a'));
  const first = drafts.flush(server);
  await server.answer(refusal);
  expect(await first).toEqual(refusal);
  expect(await drafts.flush(server)).toBeUndefined();
});

test('a field that is gone is not sent', async () => {
  const drafts = new Drafts();
  const server = line();
  drafts.note(put('goal', 'a'));
  drafts.forget({ block: 'goal', action: 'text' });
  await drafts.flush(server);
  expect(server.sent).toEqual([]);
});
