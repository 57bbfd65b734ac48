/** A workspace stage over real repositories, and the runs it is asked about. */
import { join } from 'node:path';
import type { EffectCall } from '../../../src/engine/ports.js';
import type { RunContext } from '../../../src/run/context.js';
import type { RunEvent } from '../../../src/run/events.js';
import type { RepoWish } from '../../../src/run/repository.js';
import type { RepoSpec, WorkspaceOptions } from '../../../src/stages/workspace/options.js';
import { workspaceStage } from '../../../src/stages/workspace/workspace.js';

export const RUN_ID = 'abc-1-aaaaaa';

type More = Partial<Omit<RepoSpec, 'path' | 'url'>>;

export function repoAt(name: string, path: string, more: More = {}): RepoSpec {
  return { name, path, setup: [], copy: [], checks: [], env: [], ...more };
}

export function repoFrom(name: string, url: string, more: More = {}): RepoSpec {
  return { name, url, setup: [], copy: [], checks: [], env: [], ...more };
}

export function stageOver(root: string, repos: RepoSpec[], more: Partial<WorkspaceOptions> = {}) {
  return workspaceStage({
    home: join(root, 'home'),
    repos,
    git: { name: 'metawsm', email: 'metawsm@localhost' },
    environment: () => ({ PATH: process.env.PATH ?? '', HOME: root }),
    redact: (text) => text.replaceAll('hunter22', '•••'),
    now: () => '2026-03-01T10:00:00.000Z',
    ...more,
  });
}

export function call(signal = new AbortController().signal): EffectCall {
  return {
    id: `${RUN_ID}/1/0`,
    inDoubt: false,
    startedAt: '2026-03-01T10:00:00.000Z',
    signal,
    outlook: () => new Map(),
  };
}

export function runOf(wishes: (string | RepoWish)[], more: Partial<RunContext> = {}): RunContext {
  const decision = { by: 'U1', at: '2026-03-01T09:00:00.000Z' };
  return {
    id: RUN_ID,
    ticket: 'ABC-1',
    channel: 'C1',
    requester: 'U1',
    createdAt: '2026-03-01T08:00:00.000Z',
    wishes: wishes.map((wish) => (typeof wish === 'string' ? { name: wish } : wish)),
    facts: [],
    worktrees: [],
    merges: [],
    messages: {},
    questions: [
      {
        id: 'q1',
        field: 'goal',
        lack: 'missing',
        suggestions: [],
        answer: { text: 'Log in with a link', decision },
      },
      { id: 'q2', field: 'scope', lack: 'missing', suggestions: [], withdrawn: true },
    ],
    brief: {
      goal: 'Log in with a link',
      scope: 'src/login',
      done: '`npm test`',
      constraints: 'none',
      merge: 'default',
      unclear: ['scope'],
      checks: [{ repo: 'api', command: 'npm test', argv: ['npm', 'test'], source: 'detected' }],
    },
    ...more,
  } as unknown as RunContext;
}

/** The event, which has to be of this type. */
export function as<T extends RunEvent['type']>(
  type: T,
  event: RunEvent | undefined,
): Extract<RunEvent, { type: T }> {
  if (event?.type !== type) throw new Error(`not ${type}: ${JSON.stringify(event)}`);
  return event as Extract<RunEvent, { type: T }>;
}
