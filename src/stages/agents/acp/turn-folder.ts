/** `<home>/runs/<run>/acp-<step>/`: everything that is said in one turn, so that whoever comes back knows it all. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentMode } from '../../../run/agent-life.js';
import type { Fault } from '../../../run/events.js';
import type { AgentProgress } from '../../../run/progress.js';
import { readJson } from '../../../shell/own-file.js';
import { runFile } from '../../../shell/run-folder.js';
import { writeWhole } from '../../../shell/whole-file.js';
import type { AcpPlan } from './plan.js';
import type { Session } from './session.js';

export const turnFile = (home: string, runId: string, step: number, name: string) =>
  join(runFile(home, runId, `acp-${step}`), name);

/** What a turn begins with; written before its process begins, and the same for every bot that hears it. */
export interface Beginning {
  step: number;
  agent: string;
  mode: AgentMode;
  /** No environment: it may hold secrets. */
  plan: Omit<AcpPlan, 'argv' | 'env'>;
  /** `recap`: for an agent that remembers nothing of what it did before. */
  prompts: { plain: string; recap: string };
  /** The session to go on with. */
  session?: Session;
  /** Step of the life before this one. */
  before?: number;
}

/** How a turn has ended, as far as the driver decided it; a process that died has only its exit code. */
export interface TurnEnd {
  exitCode: number | null;
  said?: string;
  detail?: string;
  fault?: Fault;
  limit?: { until?: string; detail: string };
  progress?: AgentProgress;
  /** The session that the agent can be asked to close. */
  closes?: string;
}

/** Empties the turn's folder, drops those before `keep`, and writes the beginning down. */
export function makeTurn(home: string, runId: string, beginning: Beginning): void {
  const { step, before = step } = beginning;
  const runs = dirname(runFile(home, runId, '.'));
  for (const name of readdirSync(join(runs, runId))) {
    const other = /^acp-(\d{1,9})$/.exec(name)?.[1];
    if (other !== undefined && (Number(other) === step || Number(other) < before))
      rmSync(join(runs, runId, name), { recursive: true, force: true });
  }
  mkdirSync(runFile(home, runId, `acp-${step}`), { mode: 0o700 });
  const file = (name: string) => turnFile(home, runId, step, name);
  writeWhole(file('begin.json'), `${JSON.stringify(beginning)}\n`);
  writeWhole(file('sent.jsonl'), '');
}

export const readBeginning = (home: string, runId: string, step: number) =>
  readJson<Beginning>(turnFile(home, runId, step, 'begin.json'));

export const readTurnEnd = (home: string, runId: string, step: number) =>
  readJson<TurnEnd>(turnFile(home, runId, step, 'turn.json'));

export function writeTurnEnd(home: string, runId: string, step: number, end: TurnEnd): void {
  writeWhole(turnFile(home, runId, step, 'turn.json'), `${JSON.stringify(end)}\n`, { durable: true });
}
