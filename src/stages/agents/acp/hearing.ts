/** Joins what hears one turn: the wire, the requests, the progress and the account. */
import type { Delivery } from '../../../engine/ports.js';
import type { RunContext } from '../../../run/context.js';
import type { RunEvent } from '../../../run/events.js';
import type { AgentProgress } from '../../../run/progress.js';
import { runFile } from '../../../shell/run-folder.js';
import type { Slices } from '../../../shell/slices.js';
import { LOG } from '../command-runner.js';
import type { AgentOptions } from '../options.js';
import { AccountBook } from './account-book.js';
import { Asked } from './asked.js';
import { Refusals } from './refusals.js';
import { Reporter } from './reporter.js';
import type { Tempo } from './tempo.js';
import { Turn } from './turn.js';
import { type Beginning, turnFile } from './turn-folder.js';
import { unheardIn } from './unheard.js';
import { Wire } from './wire.js';

export interface HearingOptions extends Pick<AgentOptions, 'home' | 'now' | 'agents'> {
  runId: string;
  beginning: Beginning;
  tempo: Tempo;
  slices: Slices;
  /** As it is now. */
  run: () => RunContext;
  /** Why nothing more can come; undefined as long as something can. */
  over: () => unknown;
  /** Undefined when nobody hears it any more. */
  deliver: (event: RunEvent, key: string) => Promise<Delivery | undefined>;
  report: (progress: AgentProgress, key: string) => Promise<void>;
  fault: (error: unknown) => void;
  /** A line for the log of the bot. */
  warn: (message: string) => void;
}

export interface Hearing {
  wire: Wire;
  turn: Turn;
  asked: Asked;
  book: AccountBook;
  refusals: Refusals;
  reporter: Reporter;
}

export function hearingOf(options: HearingOptions): Hearing {
  const { home, runId, beginning, tempo, now, fault } = options;
  const { step } = beginning;
  const file = (name: string) => turnFile(home, runId, step, name);
  const book = new AccountBook(runFile(home, runId, LOG), file('accounted'));
  const wire = new Wire({
    step,
    sentFile: file('sent.jsonl'),
    outFile: file('out.jsonl'),
    slices: options.slices,
    pollMs: tempo.pollMs,
    longest: tempo.longestLine,
    most: tempo.mostOutput,
    over: options.over,
    fault,
  });
  const refusals = new Refusals(file('refused.jsonl'), wire.sent);
  const asked = new Asked({
    step,
    agent: beginning.agent,
    home,
    cwd: beginning.plan.cwd,
    rules: options.agents.find(({ name }) => name === beginning.agent)?.permissions,
    decidedFile: file('decided.jsonl'),
    sent: wire.sent,
    most: tempo.mostRequests,
    refusals,
    written: () => wire.written,
    send: (message) => wire.send(message),
    insist: (act) => wire.insist(act),
    isOver: () => wire.isOver,
    run: options.run,
    unheard: () => unheardIn(home, options.run(), beginning.before),
    deliver: options.deliver,
    now,
    note: (line, end) => book.add(line, end),
    warn: options.warn,
    decided: (verdict) => turn.progress.decided(verdict),
  });
  const turn = new Turn({
    outFile: file('out.jsonl'),
    promptFile: file('prompted.json'),
    book,
    asked,
    now,
    reconnecting: beginning.plan.quirks.reconnecting ?? [],
    costBefore: beginning.session?.cost ?? 0,
    changed: () => reporter.look(),
    fault,
  });
  const reporter = new Reporter({
    everyMs: tempo.progressMs,
    figuresEveryMs: tempo.figuresMs,
    state: () => turn.progress.state(now()),
    tell: (progress) => options.report(progress, String(wire.heard)),
  });
  return { wire, turn, asked, book, refusals, reporter };
}
