/** Frames, bodies and commands that never were a payload. */
import fc from 'fast-check';
import { CANARY, oddText, oddValue } from './odd.js';

const envelope = (type: unknown, payload: string): string =>
  `{"envelope_id":"@id@","type":${JSON.stringify(type)},"payload":${payload},"accepts_response_payload":true}`;

/** Names that the client and its sockets give to things of their own. */
const NAMES = [
  'error',
  'close',
  'disconnecting',
  'disconnected',
  'slack_event',
  'ws_message',
  'connected',
  'authenticated',
];

/** Whole frames; `@id@` is the id of the envelope. */
export const frame: fc.Arbitrary<string | Buffer> = fc.oneof(
  fc.constantFrom<string | Buffer>(
    'null',
    '[]',
    '5',
    '"text"',
    'true',
    '{}',
    '{',
    '',
    'not json',
    CANARY,
    '\ud800',
    '{"type":"hello"}x',
    '{"type":"events_api"}',
    '{"type":"events_api","envelope_id":"@id@"}',
    '{"type":"events_api","payload":{"event":null},"envelope_id":"@id@"}',
    '{"type":"events_api","payload":{"event":"x"},"envelope_id":"@id@"}',
    '{"type":"interactive","payload":null,"envelope_id":"@id@"}',
    '{"type":"slash_commands","envelope_id":{"a":1},"payload":{"command":"/metawsm"}}',
    '{"type":"slash_commands","payload":{"command":"/metawsm","user_id":"U1"}}',
    '{"type":{"a":1},"envelope_id":"@id@","payload":{}}',
    '{"envelope_id":"@id@"}',
    `{"a":"${'x'.repeat(10_000_000)}"}`,
    `${'['.repeat(100_000)}`,
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    Buffer.from([0, 1, 2, 255, 254]),
    Buffer.alloc(100_000, 7),
    Buffer.from('{"type":"hello"}'),
  ),
  fc.constantFrom(...NAMES).map((name) => envelope(name, '{}')),
  fc.constantFrom(...NAMES).map((name) => envelope('events_api', `{"event":{"type":"${name}"}}`)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.tuple(oddText, fc.jsonValue()).map(([type, value]) => envelope(type, JSON.stringify(value))),
);

const KINDS = [
  'block_actions',
  'view_submission',
  'shortcut',
  'message_action',
  'view_closed',
  'block_suggestion',
  'dialog_submission',
  'workflow_step_edit',
  'interactive_message',
  'x',
  '',
];

/** Bodies with the names of real fields and any values. */
export const body: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record(
    {
      type: fc.constantFrom<unknown>(...KINDS),
      user: oddValue,
      team: oddValue,
      actions: oddValue,
      view: oddValue,
      container: oddValue,
      message: oddValue,
      channel: oddValue,
      trigger_id: oddValue,
      callback_id: oddValue,
      response_url: oddValue,
      state: oddValue,
      name: oddValue,
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('event_callback'),
      event_id: oddValue,
      event: fc.record(
        {
          type: fc.constantFrom<unknown>(
            'message',
            'app_mention',
            'user_change',
            'channel_archive',
            'member_left_channel',
            'agent_session_stopped',
            'app_home_opened',
            'subteam_members_changed',
            'tokens_revoked',
            'function_executed',
            'x',
            5,
            null,
          ),
          subtype: oddValue,
          user: oddValue,
          channel: oddValue,
          item: oddValue,
          text: oddValue,
          ts: oddValue,
          thread_ts: oddValue,
          message: oddValue,
          previous_message: oddValue,
          tab: oddValue,
          files: oddValue,
        },
        { requiredKeys: ['type'] },
      ),
      authorizations: oddValue,
    },
    { requiredKeys: ['type', 'event'] },
  ),
);

const FLAGS = [
  '--repos',
  '--base',
  '--agent',
  '--goal',
  '--dry-run',
  '--all',
  '--ticket',
  '--page',
  '--discard',
  '--keep-workspace',
  '--upload-pack=x',
  '-c',
  '--exec',
  '--__proto__',
  '--constructor=1',
];
const VERBS = [
  '',
  'status',
  'list',
  'guide',
  'tell',
  'pause',
  'stop',
  'merge',
  'cleanup',
  'log',
  'help',
  'iterate',
  'restart',
  'resume',
  'close',
  'doctor',
  'bootstrap',
  'boot strap',
  '__proto__',
  'constructor',
  'toString',
];
/** Never the name of a run, so that nothing may move. */
const WORDS = [
  'nowhere-9',
  'rec-9-aaaaaa',
  "'",
  '"',
  '`',
  '``',
  '="',
  'a,b',
  ',',
  '\u0000',
  '\n',
  '<@U1>',
  '<#C1|x>',
  '<!channel>',
  '*',
  '--',
  '-',
  CANARY,
];

const word = fc.oneof(fc.constantFrom(...FLAGS), fc.constantFrom(...WORDS), oddText);

/** What stands behind the slash command. */
export const line: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...VERBS), fc.array(word, { maxLength: 8 }))
      .map(([verb, words]) => [verb, ...words].join(' ')),
  },
  { weight: 1, arbitrary: oddText },
  { weight: 1, arbitrary: fc.constantFrom(...FLAGS).map((flag) => `bootstrap ${`${flag} `.repeat(500)}`) },
);
