/** Misdeeds with the Agent Client Protocol. */
import type { Step } from '../../journeys/acp.js';
import { type Misdeed, most, type Sight } from './misdeed.js';

const DONE: Step = { files: { 'api/greeting.txt': 'Hello\n' }, done: 'It greets.' };
const bounded = ({ context, said }: Sight): string[] => [
  ...most('requests in the run', context.guidance.length, 205),
  ...most('messages in the thread', said.length, 260),
];
const request = (id: unknown, title: string) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id,
    method: 'session/request_permission',
    params: {
      sessionId: 'session-1',
      toolCall: { toolCallId: 'c', title, kind: 'execute', rawInput: { command: title } },
      options: [{ optionId: 'yes', name: 'Allow', kind: 'allow_once' }],
    },
  });
const deep = (levels: number) =>
  `{"jsonrpc":"2.0","method":"session/update","params":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;

export const BY_PROTOCOL: Misdeed[] = [
  {
    name: 'thousands of requests at once',
    spoken: ({ many }) => ({ turns: [[{ many }, { wait: 'never' }]] }),
    ends: ['awaiting_guidance'],
    also: bounded,
  },
  {
    name: 'thousands of requests of one id, and of ids that are none',
    spoken: ({ many }) => ({
      turns: [
        [
          ...Array.from(
            { length: Math.min(many, 2_000) },
            (_, n): Step => ({ write: request('same', `do ${n}`) }),
          ),
          ...[null, {}, [], true, 'x'.repeat(5_000), 1.5, -1, '__proto__', '1-1'].map(
            (id): Step => ({ write: request(id, 'odd') }),
          ),
          { wait: 'never' },
        ],
      ],
    }),
    ends: ['awaiting_guidance'],
    also: bounded,
  },
  {
    name: 'answers to nobody, answers to itself, messages of any depth and shape',
    spoken: () => ({
      turns: [
        [
          ...['99-1', '1-3', 7, null].map(
            (id): Step => ({
              write: JSON.stringify({ jsonrpc: '2.0', id, result: { stopReason: 'end_turn' } }),
            }),
          ),
          { write: deep(20_000) },
          { write: '{"jsonrpc":"2.0","method":"__proto__","id":1}' },
          {
            write:
              '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"plan","entries":7}}}',
          },
          { write: '[[[' },
          { write: '\u0000\u0001\u001b[2J' },
          DONE,
        ],
      ],
    }),
    ends: ['merge_ready', 'failed'],
  },
  {
    name: 'it asks and takes back, thousands of times',
    spoken: ({ many }) => ({
      turns: [
        [
          ...Array.from({ length: Math.min(many, 1_000) }, (_, n): Step[] => [
            { write: request(`w${n}`, `do ${n}`) },
            {
              write: JSON.stringify({
                jsonrpc: '2.0',
                method: '$/cancel_request',
                params: { requestId: `w${n}` },
              }),
            },
          ]).flat(),
          DONE,
        ],
      ],
    }),
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
    also: bounded,
  },
  {
    name: 'plans and calls without end',
    spoken: ({ many }) => ({
      turns: [
        [
          ...Array.from(
            { length: Math.min(many, 2_000) },
            (_, n): Step => ({
              update: {
                sessionUpdate: 'tool_call',
                toolCallId: `c${n}`,
                title: `call ${n} ${'y'.repeat(500)}`,
                kind: 'read',
                status: 'pending',
              },
            }),
          ),
          {
            update: {
              sessionUpdate: 'plan',
              entries: Array.from({ length: many }, (_, n) => ({
                content: `step ${n}`,
                status: 'pending',
                priority: 'low',
              })),
            },
          },
          DONE,
        ],
      ],
    }),
    ends: ['merge_ready'],
    also: ({ context }) => most('bytes of the run', JSON.stringify(context).length, 1_000_000),
  },
];
