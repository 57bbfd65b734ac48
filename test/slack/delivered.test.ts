/** What malformed deliveries did before the door looked at their shape. */
import { expect, test } from '@jest/globals';
import { splitWords } from '../../src/slack/commands/words.js';
import { delivered } from '../../src/slack/delivered.js';
import { type Body, receiptOf } from '../../src/slack/receipt.js';
import { mentionedIn } from '../../src/slack/text.js';
import { readStartForm } from '../../src/slack/views/start-form.js';

const message = { type: 'message', channel: 'C1', user: 'U1', ts: '1.1', text: 'hi' };
const event = (fields: object) => ({
  type: 'event_callback',
  event_id: 'Ev1',
  event: { ...message, ...fields },
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['a text', 'x'],
  ['a list', [1]],
  ['an event that is a text', { event: 'x' }],
  ['a kind that nobody listens to', { type: 'block_suggestion', user: { id: 'U1' } }],
])('%s ended in an error and was never acknowledged', (_, body) => {
  expect(delivered(body)).toBeUndefined();
});

test('what only held something called an event counted as one, whatever its envelope said', () => {
  for (const type of [undefined, null, {}, [true], 'message', 'block_actions'])
    expect(delivered({ ...event({}), type })?.event).toBeUndefined();
  expect(delivered(event({}))?.event).toMatchObject({ text: 'hi' });
});

test('a workspace that is called like something of every object broke Bolt, and was handed over again and again', () => {
  const user = { id: 'U1', team_id: 'toString' };
  const team = { id: 'constructor', enterprise_id: '__proto__' };
  const gesture = delivered({ type: 'view_submission', user, team });
  expect(gesture).toEqual({ type: 'view_submission', user: { id: 'U1' }, team: {} });
  const command = { command: '/metawsm', user_id: 'U1' };
  expect(delivered({ ...command, team_id: 'toString', enterprise_id: 'toString' })).toEqual(command);
  expect(delivered({ ...command, team_id: 'T1' })).toEqual({ ...command, team_id: 'T1' });
});

test('a message whose time is none threw until it was given up', () => {
  for (const ts of [']M', 'NaN', '1e99.1', '-1.1', '1.1.1', `${'9'.repeat(40)}.1`]) {
    const body = delivered(event({ ts, thread_ts: ts, event_ts: ts }));
    expect(body?.event).toEqual({ type: 'message', channel: 'C1', user: 'U1', text: 'hi' });
    expect(receiptOf(body as Body)).toEqual({ kind: 'drop' });
  }
  const real = { ts: '1795747590.000100', thread_ts: '1795747589.5', event_ts: '1795747590.000100' };
  expect(delivered(event(real))?.event).toMatchObject(real);
});

test('a field of another type reached the listeners, which threw until the row was given up', () => {
  const body = delivered({
    type: 'view_submission',
    user: { id: 'U1' },
    view: {
      callback_id: 'write_answer',
      private_metadata: { run: 1 },
      state: { values: { answer: { text: { value: 5 } } } },
    },
  });
  expect(body?.view).toEqual({ callback_id: 'write_answer', state: { values: { answer: { text: {} } } } });
});

test('a form without a state was handed over again and again', () => {
  const view = { callback_id: 'write_answer' };
  expect(delivered({ type: 'view_submission', user: { id: 'U1' }, view })?.view).toMatchObject({
    state: { values: {} },
  });
});

test('an id of the wrong type became a key that others had too', () => {
  const command = (trigger_id: unknown, text: string) =>
    receiptOf(delivered({ command: '/metawsm', user_id: 'U1', trigger_id, text }) as Body);
  expect(command({ a: 1 }, 'status')).not.toEqual(command({ a: 1 }, 'list'));
});

test('what says that a message is no person’s does so in every form', () => {
  for (const fields of [{ bot_id: 5 }, { bot_id: {} }, { bot_id: null }, { subtype: ['bot_message'] }])
    expect(receiptOf(delivered(event(fields)) as Body)).toMatchObject({ kind: 'drop' });
});

test('a payload as deep as a well could not be stored', () => {
  let deep: unknown = 'x';
  for (let at = 0; at < 10_000; at += 1) deep = [deep];
  const body = delivered({ ...event({ blocks: deep, message: deep, edited: deep }), extra: deep });
  expect(body).toEqual(event({}));
});

test('control characters and halves of characters went on to where nobody expects them', () => {
  const body = delivered(event({ text: 'a\u0000b\ud800c\nd' }));
  expect(body?.event?.text).toBe('ab\ufffdc\nd');
  expect(delivered(event({ user: 'U1\n' }))?.event?.user).toBeUndefined();
});

test('names of an object’s own parts are names like others', () => {
  const values = JSON.parse('{"__proto__":{"text":{"value":"x"}},"constructor":{"text":{"value":"y"}}}');
  const body = delivered({ type: 'view_submission', user: { id: 'U1' }, view: { state: { values } } });
  const { values: read } = (body as { view: { state: { values: object } } }).view.state;
  expect(Object.keys(read)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

test('a start form that was tampered with put an origin without a place into the run', () => {
  const read = (carried: unknown) =>
    readStartForm({ private_metadata: JSON.stringify(carried), state: { values: {} } });
  expect(read({ origin: 5, from: 'x', drafted: [1] })).not.toHaveProperty('origin');
  expect(read({ origin: { channel: 'C1' }, from: {} })).not.toHaveProperty('origin');
  const origin = { channel: 'C1', ts: '1.1' };
  expect(read({ origin, from: { channel: 'C1' } })).toMatchObject({ origin, from: { channel: 'C1' } });
});

test('thousands of mentions were looked up one by one before the acknowledgement', () => {
  const text = Array.from({ length: 5_000 }, (_, at) => `<@U${at}>`).join(' ');
  expect(mentionedIn(text)).toHaveLength(100);
  expect(mentionedIn(`${'<@UA|'.repeat(20_000)}<@U1|ana> <@U1>`)).toEqual(['U1']);
});

test('a line of quotes that nothing closes was searched to its end for each of them', () => {
  const words = splitWords(`${"'a ".repeat(30_000)}"b c" 'd`);
  expect(words).toHaveLength(30_002);
  expect(words.at(-2)).toEqual({ text: 'b c', quoted: true });
});
