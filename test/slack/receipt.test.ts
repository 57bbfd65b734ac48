import { describe, expect, test } from '@jest/globals';
import { type Body, receiptOf } from '../../src/slack/receipt.js';

const event = (fields: object, id = 'Ev1'): Body => ({
  type: 'event_callback',
  event_id: id,
  event: { type: 'message', channel: 'C1', user: 'U1', text: 'hi', ts: '1.1', ...fields },
});

describe('what a delivery is', () => {
  test('the two events of one message share the key of the message', () => {
    const message = receiptOf(event({ client_msg_id: 'x' }));
    const mention = receiptOf(event({ type: 'app_mention' }, 'Ev2'));
    expect(message).toMatchObject({ kind: 'store', key: 'event:Ev1', messageKey: 'C1:1.1', clientId: 'x' });
    expect(mention).toMatchObject({ kind: 'store', key: 'event:Ev2', messageKey: 'C1:1.1' });
  });

  test('messages of one thread are one line', () => {
    expect(receiptOf(event({ thread_ts: '0.5' }))).toMatchObject({ line: { name: 'C1:0.5', order: '1.1' } });
    expect(receiptOf(event({}))).toMatchObject({ line: { name: 'C1:1.1' } });
  });

  test.each<[string, object]>([
    ['a bot', { bot_id: 'B1' }],
    ['a bot of old', { subtype: 'bot_message', bot_id: 'B1' }],
    ['a notice of Slack', { subtype: 'channel_join' }],
    ['a deletion', { subtype: 'message_deleted' }],
    [
      'an edit by a bot',
      { subtype: 'message_changed', message: { user: 'U1', ts: '1.1', bot_id: 'B1', text: 'a' } },
    ],
    [
      'a preview',
      {
        subtype: 'message_changed',
        message: { user: 'U1', ts: '1.1', text: 'a' },
        previous_message: { user: 'U1', ts: '1.1', text: 'a' },
      },
    ],
  ])('%s is nobody’s gesture', (_, fields) => {
    expect(receiptOf(event(fields))).toEqual({ kind: 'drop' });
  });

  test('an edit by a person is kept under its own key', () => {
    const edit = {
      subtype: 'message_changed',
      user: undefined,
      message: { user: 'U1', ts: '1.1', thread_ts: '0.5', text: 'b' },
      previous_message: { user: 'U1', ts: '1.1', text: 'a' },
    };
    expect(receiptOf(event(edit))).toEqual({
      kind: 'store',
      key: 'event:Ev1',
      line: { name: 'C1:0.5', order: '1.1+' },
    });
    expect(receiptOf(event({ ...edit, event_ts: '2.2' }))).toMatchObject({ line: { order: '2.2' } });
  });

  test('clicks, commands and forms', () => {
    const click: Body = {
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: 'U1' },
      container: { message_ts: '1.1' },
      actions: [{ action_id: 'start', action_ts: '9.9' }],
      trigger_id: 'changes-with-each-delivery',
    };
    expect(receiptOf(click)).toEqual({ kind: 'store', key: 'click:T1:U1:1.1:start:9.9' });
    expect(receiptOf({ command: '/metawsm', user_id: 'U1', trigger_id: '1.2.3' })).toEqual({
      kind: 'store',
      key: 'command:1.2.3',
    });
    const view = { id: 'V1', callback_id: 'write_answer' };
    expect(receiptOf({ type: 'view_submission', user: { id: 'U1' }, trigger_id: '4.5', view })).toEqual({
      kind: 'store',
      key: 'view_submission:4.5',
    });
  });

  test.each(['shortcut', 'message_action'])(
    'a %s without a name was handed over, and never acknowledged',
    (type) => {
      const shortcut = { type, user: { id: 'U1' }, trigger_id: '1.2' };
      expect(receiptOf({ ...shortcut, callback_id: 'start' })).toMatchObject({ kind: 'store' });
      expect(receiptOf(shortcut)).toMatchObject({ kind: 'drop' });
    },
  );

  test('news about people pass by', () => {
    expect(receiptOf(event({ type: 'user_change', user: { id: 'U1' } }))).toEqual({ kind: 'pass' });
  });

  test('an edit that somebody else made counted as the word of its author', () => {
    const message = { user: 'U1', ts: '1.1', text: 'merge it', edited: { user: 'U2' } };
    const edit = { subtype: 'message_changed', message, previous_message: { text: 'a' } };
    expect(receiptOf(event(edit))).toEqual({ kind: 'drop' });
    const own = { ...edit, message: { ...message, edited: { user: 'U1' } } };
    expect(receiptOf(event(own))).toMatchObject({ kind: 'store' });
  });

  test('a command without a trigger was neither stored nor acknowledged: it is known by what it says', () => {
    const command = { command: '/metawsm', user_id: 'U1' };
    expect(receiptOf(command)).toMatchObject({
      kind: 'store',
      key: expect.stringMatching(/^command:\w{16}$/u),
    });
    expect(receiptOf({ command: '/metawsm' })).toMatchObject({ kind: 'drop', why: 'it names nobody' });
  });
});
