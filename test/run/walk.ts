/** Walks a run through events for tests: the machine alone, no clock, no database. */
import type { RunContext, RunSettings } from '../../src/run/context.js';
import { begin, type Decided, decide, outlookOf } from '../../src/run/decide.js';
import type { Fault, RunEvent } from '../../src/run/events.js';
import type { NewRequest, RequestKind } from '../../src/run/guidance-request.js';
import type { PermissionAsked } from '../../src/run/permissions.js';
import type { Status } from '../../src/run/status.js';
import type { TicketReading } from '../../src/run/ticket-reading.js';
import { type NewRunWish, newRun } from '../../src/run/wish.js';

export const SETTINGS: RunSettings = {
  remindAfterMs: 1_800_000,
  escalateAfterMs: 7_200_000,
  escalateTo: 'S0ONCALL',
  checkAttempts: 2,
  startTimeMs: 60_000,
  runTimeMs: 28_800_000,
  silenceMs: 1_800_000,
  lapseAfterMs: 604_800_000,
  endTimeMs: 10_000,
};

export const COMPLETE = {
  goal: 'Greet people by name',
  scope: 'src/greet.ts',
  done: '`npm test` passes',
  constraints: 'none',
};

export const REQUESTER = 'U0ANA';

let minute = 0;
/** Each call is a minute later than the last. */
export const later = () => new Date(Date.UTC(2026, 0, 1, 9, minute++)).toISOString();

export function wish(fields: NewRunWish['fields'] = COMPLETE): NewRunWish {
  return {
    ticket: 'ABC-12',
    repos: [{ name: 'api' }],
    agent: 'script',
    fields,
    channel: 'C0DEV',
    requester: REQUESTER,
    at: later(),
  };
}

export const hoursAfter = (at: string, hours: number) =>
  new Date(Date.parse(at) + hours * 3_600_000).toISOString();

/** What a merge of the only repository has come to. */
export const merge = (more: Record<string, unknown> = {}) => ({
  name: 'api',
  base: 'main',
  head: 'h'.repeat(40),
  baseCommit: 'b'.repeat(40),
  mergeCommit: 'c'.repeat(40),
  moved: false,
  remote: true,
  state: 'built',
  ...more,
});

type Loose = { type: RunEvent['type']; [key: string]: unknown };

export class Walk {
  decided: Decided;

  constructor(fields?: NewRunWish['fields'], settings: Partial<RunSettings> = {}) {
    this.decided = begin(newRun('abc-12-k3f9q2', wish(fields), { ...SETTINGS, ...settings }));
  }

  get run(): RunContext {
    return this.decided.snapshot.context;
  }

  get status(): Status {
    return this.decided.status;
  }

  /** Effects of the last event, by kind and what they name. */
  get effects(): string[] {
    return this.decided.effects.map(({ kind, params }) =>
      'ref' in params ? `${kind} ${params.ref}` : 'mode' in params ? `${kind} ${params.mode}` : kind,
    );
  }

  get timers(): string[] {
    return this.decided.timers.map(({ kind, params }) => `${kind} ${params.name}`);
  }

  /** Without those that every life of an agent sets and clears. */
  get timersBesideClocks(): string[] {
    return this.timers.filter((timer) => !/ (?:start_time|silence|run_time)$/.test(timer));
  }

  get views() {
    return outlookOf(this.decided.snapshot);
  }

  /** A person's gesture; the newest revision unless one is given. */
  does(type: RunEvent['type'], more: Record<string, unknown> = {}): this {
    return this.event({ type, actor: REQUESTER, at: later(), ...more });
  }

  /** The result of the work in hand. */
  work(type: RunEvent['type'], more: Record<string, unknown> = {}): this {
    return this.event({ type, at: later(), step: this.run.step, ...more });
  }

  event(event: Loose): this {
    // The database stores JSON: what does not survive it must not be relied on.
    const stored = JSON.parse(JSON.stringify(this.decided.snapshot));
    this.decided = decide(stored, event as unknown as RunEvent);
    return this;
  }

  read(ticket?: TicketReading): this {
    return this.work('repositories_read', {
      ...(ticket ? { ticket } : {}),
      facts: [
        {
          name: 'api',
          base: 'main',
          baseCommit: 'b'.repeat(40),
          detected: ['npm test'],
          configured: [],
          areas: ['src'],
        },
      ],
    });
  }

  /** There is a free place. */
  granted(): this {
    return this.work('place_granted');
  }

  prepared(): this {
    this.read().does('start').granted();
    return this.work('workspace_prepared', {
      worktrees: [{ name: 'api', path: '/w/api', base: 'main', baseCommit: 'b'.repeat(40) }],
    });
  }

  working(): this {
    return this.prepared().work('agent_started');
  }

  asked(question = 'Which one?'): this {
    return this.event({
      type: 'guidance_requested',
      at: later(),
      request: { question, options: ['A', 'B'], agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } },
    });
  }

  done(): this {
    this.event({ type: 'completion_claimed', at: later(), summary: 'did it' });
    return this.exits(0);
  }

  /** A request over the Agent Client Protocol, unless `more` says otherwise. */
  asks(more: Partial<NewRequest> & { kind?: RequestKind } = {}): this {
    const request = { question: 'Which one?', options: [], agent: 'script', via: { kind: 'acp', id: '0' } };
    return this.event({ type: 'guidance_requested', at: later(), request: { ...request, ...more } });
  }

  permission(asked: Partial<PermissionAsked> = {}, id = '0'): this {
    const permission = { tool: 'execute' as const, title: 'npm test', command: 'npm test', ...asked };
    return this.asks({
      kind: 'permission',
      question: permission.title,
      permission,
      via: { kind: 'acp', id },
    });
  }

  exits(exitCode: number | null, more: { said?: string; fault?: Fault; detail?: string } = {}): this {
    return this.event({ type: 'agent_exited', at: later(), step: this.run.agent.step, exitCode, ...more });
  }

  /** Its account has used up what it may; `hours`: until when, from then. */
  limited(hours?: number): this {
    const at = later();
    const until = hours === undefined ? {} : { until: hoursAfter(at, hours) };
    return this.event({
      type: 'agent_limited',
      at,
      step: this.run.agent.step,
      detail: 'You have hit your limit',
      ...until,
    });
  }

  checks(exitCode: number): this {
    const result = {
      repo: 'api',
      command: 'npm test',
      exitCode,
      timedOut: false,
      durationMs: 10,
      output: '',
      commit: 'h'.repeat(40),
      undone: [],
    };
    return this.work('checks_finished', { results: [result], changes: [] });
  }

  ready(): this {
    return this.working().done().checks(0);
  }
}
