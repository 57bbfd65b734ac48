/**
 * `metawsm-ask`: the program with which an agent asks a person. Stands alone, so that it starts fast and keeps working
 * whatever happens to the bot. Exit codes: 0 answered · 64 wrong use · 74 the mailbox cannot be used · 75 withdrawn.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const POLL_MS = 250;
const MAX_BYTES = 256 * 1024;

const USAGE = `Usage: metawsm-ask "question" [--option TEXT]... [--context TEXT]

Asks the people who look after this run, waits as long as it takes, prints the answer and exits 0.
Exits 75 and prints nothing when the question was withdrawn. If this call is cut off, make the same call again:
it waits on for the same answer.

  --option TEXT    an answer to choose from; may be given several times
  --context TEXT   what one has to know to answer
  --help           this text
`;

interface Question {
  question: string;
  options: string[];
  context?: string;
}

class WrongUse extends Error {}

function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> | number {
  const question = readArguments(args);
  if (question === 'help') return say(process.stdout, USAGE, 0);
  if (!env.METAWSM_WORKSPACE) throw new WrongUse('METAWSM_WORKSPACE is not set: this is for agents of a run');
  const mailbox = join(env.METAWSM_WORKSPACE, '.metawsm', 'ask');
  const id = ask(mailbox, question, { run_id: env.METAWSM_RUN_ID, agent: env.METAWSM_AGENT });
  return wait(mailbox, id);
}

function readArguments(args: string[]): Question | 'help' {
  let read: ReturnType<typeof parse>;
  try {
    read = parse(args);
  } catch (error) {
    throw new WrongUse((error as Error).message);
  }
  if (read.values.help) return 'help';
  const [question = '', ...more] = read.positionals;
  if (question.trim() === '') throw new WrongUse('the question is missing');
  if (more.length > 0) throw new WrongUse('the question must be one argument: put it in quotes');
  const { option: options = [], context } = read.values;
  return { question, options, ...(context === undefined ? {} : { context }) };
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      option: { type: 'string', multiple: true },
      context: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });

/** Puts the question into the mailbox where it is not there yet; returns its id. */
function ask(mailbox: string, question: Question, sender: Record<string, string | undefined>): string {
  const text = `${JSON.stringify({ ...question, ...sender }, null, 2)}\n`;
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new WrongUse('the question is too long: put details into a file');
  mkdirSync(mailbox, { recursive: true, mode: 0o700 });
  const id = idOf(mailbox, question);
  if (existsSync(file(mailbox, 'q', id)) || existsSync(file(mailbox, 'a', id))) return id;
  const draft = join(mailbox, `${randomBytes(6).toString('hex')}.tmp`);
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  renameSync(draft, file(mailbox, 'q', id));
  return id;
}

/** The same question has the same id until it is over; asked again after that, it is a new one. */
function idOf(mailbox: string, { question, options }: Question): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([question, options]))
    .digest('hex')
    .slice(0, 12);
  for (let n = 1; ; n++) {
    const id = n === 1 ? hash : `${hash}-${n}`;
    if (!existsSync(file(mailbox, 'd', id)) && !existsSync(file(mailbox, 'w', id))) return id;
  }
}

async function wait(mailbox: string, id: string): Promise<number> {
  for (;;) {
    const asked = existsSync(file(mailbox, 'q', id));
    // After the look at the question, which goes away when its answer is there. Somebody else may have read it first.
    const answer = read(file(mailbox, 'a', id)) ?? read(file(mailbox, 'd', id));
    if (answer !== undefined) return tell(mailbox, id, answer);
    if (!asked || existsSync(file(mailbox, 'w', id))) return 75;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Prints first and notes it then: an answer may be told twice, but it is never lost. */
async function tell(mailbox: string, id: string, answer: string): Promise<number> {
  await say(process.stdout, `${answer}\n`, 0);
  if (existsSync(file(mailbox, 'a', id))) renameSync(file(mailbox, 'a', id), file(mailbox, 'd', id));
  return 0;
}

function read(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { answer } = JSON.parse(text) as { answer?: unknown };
  return String(answer ?? '');
}

const file = (mailbox: string, kind: 'q' | 'a' | 'd' | 'w', id: string) =>
  join(mailbox, `${kind}-${id}.json`);

function say(stream: NodeJS.WriteStream, text: string, code: number): Promise<number> {
  return new Promise((resolve, reject) =>
    stream.write(text, (error) => (error ? reject(error) : resolve(code))),
  );
}

try {
  process.exitCode = await main(process.argv.slice(2), process.env);
} catch (error) {
  const wrongUse = error instanceof WrongUse;
  const text = wrongUse
    ? `metawsm-ask: ${error.message}\n\n${USAGE}`
    : `metawsm-ask: ${(error as Error).message}\n`;
  process.exitCode = await say(process.stderr, text, wrongUse ? 64 : 74);
}
