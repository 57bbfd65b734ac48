/** An interview stage over a real mirror, and programs written for one test. */
import { join } from 'node:path';
import type { RunContext } from '../../../src/run/context.js';
import type { Fault } from '../../../src/run/events.js';
import { interviewStage } from '../../../src/stages/interview/interview.js';
import type { InterviewOptions } from '../../../src/stages/interview/options.js';
import { call, repoAt, runOf, stageOver } from '../workspace/bench.js';

export const homeOf = (root: string) => join(root, 'home');

/** The run as it is when its repositories are read and its interviewer begins. */
export async function readRun(root: string, path: string): Promise<RunContext> {
  const stage = stageOver(root, [repoAt('api', path)]);
  const event = await stage['repositories.read']({ step: 1 }, runOf(['api']), call());
  if (event?.type !== 'repositories_read') throw new Error(JSON.stringify(event));
  const interview = { agent: 'claude', round: 1, reading: true, pending: [], added: [] };
  return { ...runOf(['api']), draft: {}, vague: {}, questions: [], facts: event.facts, interview };
}

export function interviewsIn(root: string, program: string[], more: Partial<InterviewOptions> = {}) {
  const missed: Fault[] = [];
  const stage = interviewStage({
    home: homeOf(root),
    agents: [{ name: 'claude', command: program, env: [], wrap: [] }],
    timeoutMs: 20_000,
    environment: (_agent, run, folder) => ({
      PATH: process.env.PATH ?? '',
      HOME: root,
      METAWSM_RUN_ID: run.id,
      METAWSM_WORKSPACE: folder,
    }),
    path: process.env.PATH ?? '',
    ticketFiles: async () => [{ path: 'index.md', content: 'Goal: greet <!channel>\n' }],
    questionText: ({ field }) => field,
    redact: (text) => text.replaceAll('hunter22', '•••'),
    now: () => '2026-03-01T10:00:00.000Z',
    missed: (_run, fault) => void missed.push(fault),
    graceMs: 300,
    ...more,
  });
  return { ...stage, missed };
}
