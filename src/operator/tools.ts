/** What an agent can do with its operator: ask, wait on, and say how it stands. */
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AskMailbox, Question } from '../ask-mailbox.js';
import { readId, readQuestion, readReport, Unfit } from './given.js';
import type { Told, Tool } from './server.js';

export interface Ground {
  workspace: string;
  sender: { run_id?: string | undefined; agent?: string | undefined };
  mailbox: AskMailbox;
  /** What the client waits for one call at most, with some room. */
  longestWaitMs: number;
}

/** Asking changes nothing that a person would have to allow. */
const HARMLESS = { readOnlyHint: true, destructiveHint: false, openWorldHint: false };
const text = (description: string) => ({ type: 'string', description });

export const operatorTools = (ground: Ground): Tool[] => [
  askTool(ground),
  waitTool(ground),
  reportTool(ground),
];

function askTool(ground: Ground): Tool {
  return {
    name: 'ask_operator',
    description:
      'Asks the people who look after this run and waits for their answer, which may take hours. Use it whenever a decision is ' +
      'not yours or something blocks you, instead of guessing. If the call is cut off, make the very same call again: it waits ' +
      'on for the same answer.',
    inputSchema: {
      type: 'object',
      properties: {
        question: text('One question, with what one has to know to answer it.'),
        options: { type: 'array', items: { type: 'string' }, description: 'Answers to choose from.' },
        context: text('Details, where they help.'),
      },
      required: ['question'],
    },
    annotations: HARMLESS,
    call: (given, signal) =>
      whenFit(() => {
        const id = ground.mailbox.ask(readQuestion(given));
        return wait(ground, id, signal);
      }),
  };
}

function waitTool(ground: Ground): Tool {
  return {
    name: 'wait_for_answer',
    description: 'Waits on for the answer to a question of ask_operator that is still open.',
    inputSchema: {
      type: 'object',
      properties: { id: text('The id that ask_operator told.') },
      required: ['id'],
    },
    annotations: HARMLESS,
    call: (given, signal) =>
      whenFit(() => {
        const id = readId(given);
        if (!ground.mailbox.knows(id)) throw new Unfit('there is no question with this id: use ask_operator');
        return wait(ground, id, signal);
      }),
  };
}

function reportTool(ground: Ground): Tool {
  return {
    name: 'report_status',
    description:
      'Says how the work stands; it does not wait. done: everything is done and the checks may run. failed: you cannot go on; a ' +
      'person is asked what shall happen. progress: one line for those who watch.',
    inputSchema: {
      type: 'object',
      properties: {
        state: { type: 'string', enum: ['progress', 'done', 'failed'] },
        summary: text('What you did and what is left open; for failed what keeps you from it.'),
      },
      required: ['state', 'summary'],
    },
    annotations: HARMLESS,
    call: (given) =>
      whenFit(async () => {
        const { state, summary } = readReport(given);
        if (state === 'done') return complete(ground, summary);
        if (state === 'failed') return giveUp(ground, summary);
        return { text: 'Noted. Go on.' };
      }),
  };
}

/** A call that does not fit is told as the tool's result, so that the model reads it and mends the call. */
async function whenFit(act: () => Promise<Told>): Promise<Told> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Unfit) return { text: `${error.message}.`, isError: true };
    throw error;
  }
}

/** Waits at most as long as the client does. That nobody has answered yet never looks like an answer. */
async function wait({ mailbox, longestWaitMs }: Ground, id: string, cancelled: AbortSignal): Promise<Told> {
  const enough = AbortSignal.any([cancelled, AbortSignal.timeout(longestWaitMs)]);
  const reply = await mailbox.reply(id, enough);
  if (reply === 'waiting') return { text: stillWaiting(id) };
  if (reply === 'withdrawn')
    return {
      text: 'The question was withdrawn: nobody will answer it. This is no answer. Do not guess one; end your turn where you cannot go on without it.',
      isError: true,
    };
  const who = reply.by ? `Operator ${reply.by}` : 'Operator';
  return { text: `${who} answered: ${reply.text}`, afterwards: () => mailbox.wasTold(id) };
}

const stillWaiting = (id: string) =>
  `STILL WAITING for the operator (question id ${id}). Call wait_for_answer with id=${id} now. Do not guess the answer. ` +
  'If you cannot wait, end your turn: you are started again when the answer is there.';

function complete({ workspace, sender }: Ground, summary: string): Told {
  const path = join(workspace, '.metawsm', 'implementation-complete.json');
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify({ summary, ...sender })}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  return { text: 'Noted. End your turn now: metawsm runs the checks itself.' };
}

function giveUp({ mailbox }: Ground, summary: string): Told {
  const question: Question = { question: `I cannot go on: ${summary}`, options: [] };
  mailbox.ask(question);
  return {
    text: 'A person is asked what shall happen. End your turn now: you are started again with the answer.',
  };
}
