/** Asks the interviewer: a program that reads and answers, within a time, in a folder that is thrown away. */
import { type Handlers, Later } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { Fault } from '../../run/events.js';
import { type ProposedQuestion, readInterview } from '../../run/interview-answer.js';
import { GitError } from '../../shell/git.js';
import { noteProcess } from '../../shell/noted-processes.js';
import { endOf } from '../../shell/output-end.js';
import { type ProgramResult, runProgram } from '../../shell/program.js';
import { Seats } from '../../shell/seats.js';
import { writeWhole } from '../../shell/whole-file.js';
import { clearAll, clearPlace, layOut, NotLaidOut, type Place, placeOf } from './folder.js';
import type { InterviewerSpec, InterviewOptions } from './options.js';
import { interviewPrompt } from './prompt.js';

export interface InterviewStage extends Pick<Handlers, 'interview.ask'> {
  /** Ends and removes what an earlier bot left, whether its runs still want it or not. */
  clear(): Promise<void>;
}

/** They take no place of `limits.agents`: a person waits, and nothing is built. */
const AT_ONCE = 2;
const GRACE_MS = 2_000;
const MOST_OUTPUT = 1024 * 1024;

const LEFT: Fault = { code: 'interview_left' };

type Heard = { questions: ProposedQuestion[] } | { fault: Fault };

export function interviewStage(options: InterviewOptions): InterviewStage {
  const graceMs = options.graceMs ?? GRACE_MS;
  const seats = new Seats(AT_ONCE);
  return {
    'interview.ask': async ({ step, round }, run, { signal }) => {
      const place = placeOf(options.home, run.id, round);
      // An answer is not lost over a folder; one that is in the way shows when the next is laid out.
      const clear = () =>
        clearPlace(place, graceMs).catch((error: unknown) => options.missed(run.id, LEFT, error));
      const heard = await seats.take(signal, async () => {
        await clear();
        try {
          return await hear(place, run, round, options, signal);
        } finally {
          await clear();
        }
      });
      if (signal.aborted) throw new Later(0, 'the interview was broken off', true);
      const at = options.now();
      if ('questions' in heard) return { type: 'interview_done', step, at, questions: heard.questions };
      options.missed(run.id, heard.fault);
      return { type: 'interview_failed', step, at, fault: heard.fault };
    },
    clear: () =>
      clearAll(options.home, graceMs, (name, error) =>
        options.missed(name.replace(/-\d+$/u, ''), LEFT, error),
      ),
  };
}

async function hear(
  place: Place,
  run: RunContext,
  round: number,
  options: InterviewOptions,
  signal: AbortSignal,
): Promise<Heard> {
  const name = run.interview?.agent ?? '';
  const agent = options.agents.find((one) => one.name === name);
  if (!agent) return { fault: { code: 'interview_not_found', detail: `${name} is not in metawsm.yml` } };
  const enough = AbortSignal.timeout(options.timeoutMs);
  const until = AbortSignal.any([signal, enough]);
  const tooLate: Heard = {
    fault: { code: 'interview_timeout', detail: `${options.timeoutMs / 1_000} seconds` },
  };
  try {
    await layOut(place, run, round, options, until);
    writeWhole(place.prompt, promptFor(run, round, options));
  } catch (error) {
    if (enough.aborted) return tooLate;
    if (!isTrouble(error)) throw error;
    options.missed(run.id, { code: 'interview_no_folder' }, error);
    return { fault: { code: 'interview_no_folder', detail: options.redact(error.message).slice(0, 300) } };
  }
  const ran = await ask(place, run, agent, options, until);
  return ran.aborted ? tooLate : heardIn(ran, options);
}

/** Git's or the disk's; everything else is a defect. */
const isTrouble = (error: unknown): error is Error =>
  error instanceof GitError || error instanceof NotLaidOut || (error instanceof Error && 'errno' in error);

function promptFor(run: RunContext, round: number, { timeoutMs }: InterviewOptions): string {
  const repositories = run.facts.map(({ name }) => name);
  return interviewPrompt({ runId: run.id, round, repositories, timeoutMs });
}

function ask(
  place: Place,
  run: RunContext,
  agent: InterviewerSpec,
  options: InterviewOptions,
  signal: AbortSignal,
): Promise<ProgramResult> {
  return runProgram([...agent.wrap, ...(agent.interviewCommand ?? agent.command)], {
    cwd: place.folder,
    env: { ...options.environment(agent, run, place.folder), METAWSM_INTERVIEW: '1' },
    stdinFile: place.prompt,
    givesWay: true,
    // a sign more than is allowed, and room for one that is cut in two
    keepBytes: MOST_OUTPUT + 4,
    graceMs: options.graceMs ?? GRACE_MS,
    signal,
    onStart: (pid) => noteProcess(place.processes, pid),
  });
}

function heardIn(ran: ProgramResult, { redact }: InterviewOptions): Heard {
  if (ran.notStarted !== undefined)
    return { fault: { code: 'interview_not_found', detail: redact(ran.notStarted) } };
  if (ran.exitCode !== 0) return { fault: { code: 'interview_failed', detail: wordsOf(ran, redact) } };
  if (Buffer.byteLength(ran.stdout) > MOST_OUTPUT)
    return { fault: { code: 'interview_too_much', detail: '1 MB' } };
  const answer = readInterview(ran.stdout);
  if (!answer.ok) return { fault: { code: 'interview_unfit', detail: answer.reason } };
  return { questions: answer.questions.map((one) => redacted(one, redact)) };
}

function wordsOf({ exitCode, signal, stderr }: ProgramResult, redact: (text: string) => string): string {
  const how = exitCode === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${exitCode}`;
  const said = endOf(stderr, { characters: 200, lines: 1, redact });
  return said === '' ? how : `${how}: ${said}`;
}

function redacted(proposed: ProposedQuestion, redact: (text: string) => string): ProposedQuestion {
  const { field, question, options, why } = proposed;
  return {
    field,
    question: redact(question),
    options: options.map(redact),
    ...(why === undefined ? {} : { why: redact(why) }),
  };
}
