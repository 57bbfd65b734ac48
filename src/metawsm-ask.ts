/**
 * `metawsm-ask`: the program with which an agent asks a person from a shell. Exit codes: 0 answered · 64 wrong use ·
 * 74 the mailbox cannot be used · 75 withdrawn.
 */
import { parseArgs } from 'node:util';
import { AskMailbox, type Question, TooLong } from './ask-mailbox.js';

const USAGE = `Usage: metawsm-ask "question" [--option TEXT]... [--context TEXT]

Asks the people who look after this run, waits as long as it takes, prints the answer and exits 0.
Exits 75 and prints nothing when the question was withdrawn. If this call is cut off, make the same call again:
it waits on for the same answer.

  --option TEXT    an answer to choose from; may be given several times
  --context TEXT   what one has to know to answer
  --help           this text
`;

class WrongUse extends Error {}

function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> | number {
  const question = readArguments(args);
  if (question === 'help') return say(process.stdout, USAGE, 0);
  if (!env.METAWSM_WORKSPACE) throw new WrongUse('METAWSM_WORKSPACE is not set: this is for agents of a run');
  const sender = { run_id: env.METAWSM_RUN_ID, agent: env.METAWSM_AGENT };
  const mailbox = new AskMailbox(env.METAWSM_WORKSPACE, sender);
  return wait(mailbox, mailbox.ask(question));
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

/** Prints first and notes it then. */
async function wait(mailbox: AskMailbox, id: string): Promise<number> {
  const reply = await mailbox.reply(id);
  if (typeof reply === 'string') return 75;
  await say(process.stdout, `${reply.text}\n`, 0);
  mailbox.wasTold(id);
  return 0;
}

function say(stream: NodeJS.WriteStream, text: string, code: number): Promise<number> {
  return new Promise((resolve, reject) =>
    stream.write(text, (error) => (error ? reject(error) : resolve(code))),
  );
}

try {
  process.exitCode = await main(process.argv.slice(2), process.env);
} catch (error) {
  const wrongUse = error instanceof WrongUse || error instanceof TooLong;
  const text = wrongUse
    ? `metawsm-ask: ${error.message}\n\n${USAGE}`
    : `metawsm-ask: ${(error as Error).message}\n`;
  process.exitCode = await say(process.stderr, text, wrongUse ? 64 : 74);
}
