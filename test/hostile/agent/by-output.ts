/** Misdeeds with what an agent prints, and with the notes that the bot keeps of it. */
import { type Misdeed, most, type Sight, type Size } from './misdeed.js';

/** Beside what it may print. */
const SLACK = 96e6;
const MOST_OUTPUT = 268_435_456;
/** How much a fast program prints between two looks. */
const BETWEEN = 512e6;
const bounded = ({ kept }: Sight): string[] =>
  most('bytes in its folder', kept, MOST_OUTPUT + BETWEEN + SLACK);

const prints = (name: string, program: (size: Size) => string): Misdeed => ({
  name,
  script: (size) => `${program(size)}\nsleep 0.5; finish`,
  ends: ['merge_ready', 'failed'],
  also: bounded,
});

export const BY_OUTPUT: Misdeed[] = [
  // A gigabyte and more once; the others stop soon after what an agent may print.
  prints(
    'endless lines on standard output',
    ({ output }) => `yes 'a line of output' | head -c ${Math.round(output * 3.3)}`,
  ),
  prints(
    'one endless line on standard error',
    ({ output }) => `head -c ${output} /dev/zero | tr '\\0' x >&2`,
  ),
  prints('bytes that are no text', ({ output }) => `head -c ${Math.floor(output / 8)} /dev/urandom`),
  {
    name: 'its turn is told in endless lines that are no messages',
    spoken: ({ output }) => ({
      turns: [[{ update: said('x'.repeat(8_000)), times: Math.floor(output / 8_200) }, DONE]],
    }),
    ends: ['merge_ready', 'failed'],
    also: bounded,
  },
  {
    name: 'one message of hundreds of megabytes',
    spoken: ({ output }) => ({ turns: [[{ huge: Math.floor(output / 4) }, DONE]] }),
    ends: ['merge_ready', 'failed'],
    also: bounded,
  },
  {
    name: 'its log is a pipe that nobody reads, its notes are no notes',
    script: () => `
rm -f "$runs/$METAWSM_RUN_ID/agent.log"; mkfifo "$runs/$METAWSM_RUN_ID/agent.log"
finish`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
  },
  {
    name: 'the notes of its own life are damaged',
    script: () => `
printf 'no json' > "$runs/$METAWSM_RUN_ID/agent.json"
sleep 1; finish`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
  },
  {
    name: 'the notes of its end are a pipe',
    script: () => `
for n in 1 2 3 4 5 6 7 8 9; do mkfifo "$runs/$METAWSM_RUN_ID/exit-$n" 2>/dev/null; done
finish`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
  },
];

const DONE = { files: { 'api/greeting.txt': 'Hello\n' }, done: 'It greets.' };
const said = (text: string) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
