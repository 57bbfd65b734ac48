/** The context of a run whose merge stands, for closing its ticket. */
import type { EffectCall } from '../../../src/engine/ports.js';
import type { RunContext } from '../../../src/run/context.js';
import type { TicketOptions } from '../../../src/stages/tickets/tickets.js';

export const RUN_ID = 'abc-12-k3f9q2';
/** Noon, so that the local day is the same almost everywhere. */
export const AT = '2026-11-24T12:00:00.250Z';

const decision = (by: string) => ({ by, at: AT });
const one = '1'.repeat(40);
const two = '2'.repeat(40);
const three = '3'.repeat(40);

export const call: EffectCall = {
  id: `${RUN_ID}/9/0`,
  inDoubt: false,
  startedAt: AT,
  signal: new AbortController().signal,
  outlook: () => new Map(),
};

export function optionsFor(home: string, change: Partial<TicketOptions> = {}): TicketOptions {
  const names: Record<string, string> = { U0LEAD: 'Ana Lead', U2: 'Ben' };
  return {
    home,
    repos: [],
    git: { name: 'metawsm', email: 'metawsm@localhost' },
    now: () => AT,
    personName: async (id) => names[id] ?? id,
    ...change,
  };
}

export function closedRun(change: Partial<RunContext> = {}): RunContext {
  return {
    id: RUN_ID,
    ticket: 'ABC-12',
    channel: 'C1',
    requester: 'U1',
    createdAt: AT,
    settings: {} as RunContext['settings'],
    wishes: [{ name: 'api' }],
    revision: 4,
    step: 9,
    iteration: 1,
    rebuilds: 0,
    messages: {},
    notices: [],
    draft: {},
    vague: {},
    questions: [
      {
        id: 'q1',
        field: 'scope',
        lack: 'vague',
        suggestions: [],
        answer: { text: 'src/http\nand its tests', decision: decision('U1') },
      },
      { id: 'q2', field: 'done', lack: 'missing', suggestions: [], withdrawn: true },
    ],
    facts: [],
    brief: {
      goal: 'Add a health endpoint: `GET /health`.\n\nIt answers 200.',
      scope: 'src/http\nand its tests',
      done: '`npm test` passes',
      constraints: 'none',
      merge: 'default',
      unclear: ['done'],
      checks: [],
    },
    worktrees: [{ name: 'api', path: '/nowhere', base: 'main', baseCommit: one }],
    agent: { name: 'script', alive: false, starting: false, step: 3, nudged: false, lost: 0 },
    agentMode: 'start',
    guidance: [
      {
        id: 'g1',
        question: 'Which port?\n## No heading',
        options: [],
        agent: 'script',
        via: { kind: 'file', path: '/nowhere' },
        askedAt: AT,
        step: 3,
        state: 'answered',
        answer: { text: '8080', decision: decision('U2') },
      },
    ],
    notes: [],
    worked: { ms: 0 },
    feedback: [],
    evidence: [
      {
        attempt: 1,
        at: AT,
        results: [
          {
            repo: 'api',
            command: 'npm test',
            exitCode: 0,
            timedOut: false,
            durationMs: 12_340,
            output: 'ok',
            commit: two,
            undone: [],
          },
        ],
        changes: [
          {
            name: 'api',
            head: two,
            commits: [{ id: two, subject: 'health' }],
            filesChanged: 2,
            insertions: 10,
            deletions: 1,
            leftovers: [],
            forbidden: [],
            checkDefinitions: [],
          },
        ],
        passed: true,
      },
    ],
    failedRounds: 0,
    merges: [
      {
        name: 'api',
        base: 'main',
        head: two,
        baseCommit: one,
        mergeCommit: three,
        moved: false,
        remote: true,
        state: 'merged',
      },
    ],
    mergedResults: [],
    mergedBy: decision('U0LEAD'),
    ...change,
  };
}
