/** Views for tests: plain ones with a few words changed, and arbitrary hostile ones. */
import fc from 'fast-check';
import type { IntakeQuestion } from '../../src/run/context.js';
import type { Decision } from '../../src/run/decision.js';
import type { CheckResult, RepoChange, RepoMerge, Trouble } from '../../src/run/evidence.js';
import type { FormField, GuidanceRequest } from '../../src/run/guidance-request.js';
import { type PermissionAsked, TOOL_KINDS } from '../../src/run/permissions.js';
import type { AgentProgress, SpentLife } from '../../src/run/progress.js';
import type {
  Action,
  BriefView,
  CardView,
  GuidanceView,
  LinkView,
  NoticeView,
  QuestionView,
  SummaryView,
  View,
} from '../../src/run/views.js';

export const AT = '2026-01-01T09:05:00.000Z';
export const DATE = '<!date^1767258300^{date_short_pretty} {time}|2026-01-01 09:05 UTC>';
export const BY: Decision = { by: 'U0BOB', at: AT };
const RUN = { id: 'abc-12-k3f9q2', ticket: 'ABC-12', requester: 'U0ANA' };
const base = (ref: string, actions: Action[]) => ({
  ref,
  place: 'thread' as const,
  run: RUN,
  revision: 3,
  actions,
});

/** Suggestions as a repository gives them. */
export const suggested = (...texts: string[]): IntakeQuestion['suggestions'] =>
  texts.map((text) => ({ text, source: { from: 'repository', repo: 'api' } }));

export const question = (more: Partial<IntakeQuestion> = {}, actions?: Action[]): QuestionView => {
  const asked: IntakeQuestion = {
    id: 'q1',
    field: 'done',
    lack: 'missing',
    suggestions: suggested('`npm test` passes'),
    ...more,
  };
  const options = asked.suggestions.map(({ text }): Action => ({ do: 'answer', target: 'q1', text }));
  const open =
    asked.answer || asked.withdrawn ? [] : [...options, { do: 'write_answer' as const, target: 'q1' }];
  return { ...base('question:q1', actions ?? open), kind: 'question', question: asked, open: 1 };
};

export const guidance = (more: Partial<GuidanceRequest> = {}): GuidanceView => {
  const request: GuidanceRequest = {
    id: 'g1',
    question: 'Which database?',
    options: ['Postgres', 'SQLite'],
    agent: 'claude',
    via: { kind: 'file', path: '/w' },
    askedAt: AT,
    step: 4,
    state: 'open',
    ...more,
  };
  const options = request.options.map((text): Action => ({ do: 'answer', target: 'g1', text }));
  const actions = request.state === 'open' ? [...options, { do: 'write_answer' as const, target: 'g1' }] : [];
  return { ...base('guidance:g1', actions), kind: 'guidance', request };
};

/** What an agent wants to do; decided once `answer` is there. */
export const permission = (
  asked: Partial<PermissionAsked> = {},
  more: Partial<GuidanceRequest> = {},
): GuidanceView => {
  const command = asked.tool === undefined ? { command: 'npm install left-pad' } : {};
  const whole: PermissionAsked = { tool: 'execute', title: 'Install', ...command, ...asked };
  const confirm = whole.destructive ? { confirm: true as const } : {};
  const actions: Action[] = [
    { do: 'permit', target: 'g1', choice: 'once', ...confirm },
    { do: 'permit', target: 'g1', choice: 'always', ...confirm },
    { do: 'permit', target: 'g1', choice: 'reject' },
    { do: 'reject_with_note', target: 'g1' },
  ];
  const rest = { kind: 'permission' as const, question: '', options: [], permission: whole, ...more };
  return { ...guidance(rest), actions: rest.state === undefined ? actions : [] };
};

/** Several of its options may be chosen. */
export const several = (options: string[]): GuidanceView => {
  const actions: Action[] = (['choose', 'write_answer', 'hand_over'] as const).map((what) => ({
    do: what,
    target: 'g1',
  }));
  return { ...guidance({ options, multiple: true }), actions };
};

export const form = (fields: FormField[], more: Partial<GuidanceRequest> = {}): GuidanceView => ({
  ...guidance({ kind: 'form', question: 'How shall I set it up?', options: [], fields, ...more }),
  actions: more.state === undefined ? [{ do: 'fill_in', target: 'g1' }] : [],
});

export const opens = (address: string, options: string[] = ['Done']): GuidanceView => ({
  ...guidance({ kind: 'link', question: 'Log in, please', options, link: address }),
  actions: [
    { do: 'open_link', target: 'g1', link: address },
    ...options.map((text): Action => ({ do: 'answer', target: 'g1', text })),
  ],
});

export const limit = (until?: string): GuidanceView => ({
  ...guidance({ kind: 'limit', question: '', options: [], ...(until === undefined ? {} : { until }) }),
  actions: [{ do: 'resume' }],
});

export const progress = (more: Partial<AgentProgress> = {}): AgentProgress => ({
  plan: [],
  tools: 3,
  allowed: 0,
  denied: 0,
  ...more,
});

export const result = (more: Partial<CheckResult> = {}): CheckResult => ({
  repo: 'api',
  command: 'npm test',
  exitCode: 0,
  timedOut: false,
  durationMs: 12_000,
  output: '',
  commit: 'abcdef0123456789',
  undone: [],
  ...more,
});

export const change = (more: Partial<RepoChange> = {}): RepoChange => ({
  name: 'api',
  head: 'abcdef0123456789',
  commits: [{ id: 'abcdef0123456789', subject: 'Greet people' }],
  filesChanged: 2,
  insertions: 10,
  deletions: 3,
  leftovers: [],
  forbidden: [],
  checkDefinitions: [],
  ...more,
});

export const merge = (more: Partial<RepoMerge> = {}): RepoMerge => ({
  name: 'api',
  base: 'main',
  head: 'h',
  baseCommit: 'b',
  mergeCommit: '1234567890',
  moved: false,
  remote: true,
  state: 'merged',
  ...more,
});

export const summary = (more: Partial<SummaryView> = {}): SummaryView => ({
  ...base('summary:1', [{ do: 'merge', retry: false }, { do: 'request_changes' }]),
  kind: 'summary',
  repos: [{ name: 'api', base: 'main' }],
  agent: 'claude',
  iteration: 1,
  evidence: { attempt: 1, at: AT, results: [result()], changes: [change()], passed: true },
  guidance: [],
  questions: [],
  merges: [],
  ...more,
});

export const brief = (more: Partial<BriefView> = {}): BriefView => ({
  ...base('brief', [{ do: 'start' }, { do: 'edit_brief' }, { do: 'cancel' }]),
  kind: 'brief',
  repos: [{ name: 'api', base: 'main' }],
  brief: {
    goal: 'Greet people by name',
    scope: 'src/greet.ts',
    done: '`npm test` passes',
    constraints: 'none',
    merge: 'default',
    unclear: [],
    checks: [{ repo: 'api', command: 'npm test', argv: ['npm', 'test'], source: 'configured' }],
  },
  draft: {},
  ...more,
});

export const card = (more: Partial<CardView> = {}): CardView => ({
  ...base('card', [{ do: 'stop' }]),
  kind: 'card',
  status: 'running',
  activity: 'working',
  notes: 0,
  repos: [{ name: 'api', base: 'main' }, { name: 'web' }],
  agent: 'claude',
  iteration: 1,
  failedRounds: 0,
  checkAttempts: 2,
  merges: [],
  rounds: [],
  prepared: true,
  ...more,
});

export const notice = (kind: NoticeView['notice']['kind'], more: Partial<NoticeView> = {}): NoticeView => ({
  ...base('notice:n1', []),
  kind: 'notice',
  notice: { id: 'n1', kind, at: AT },
  merges: [],
  ...more,
});

export const link = (more: Partial<LinkView> = {}): LinkView => ({
  ...base('origin', []),
  place: 'origin',
  kind: 'link',
  origin: { channel: 'C0OTHER', ts: '1767258200.000100' },
  card: { channel: 'C0DEV', ts: '1767258300.000200' },
  site: 'https://acme.slack.com/',
  ...more,
});

// ---------------------------------------------------------------- hostile ones

const TRICKS = [
  '<!channel>',
  '<!here>',
  '<!everyone|x>',
  '<@U0EVIL>',
  '<#C0EVIL|general>',
  '<https://evil.example|safe>',
  'https://github.com@evil.example/a?b=<!here>',
  '@here @channel',
  '&lt;!channel&gt;',
  '```',
  '`',
  '*bold*',
  '\n>quote\n\n\n',
  '\u202egnp.exe',
  '\ud83d',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  '&',
  '<',
  '>',
  'https://evil.example/?q=secret',
];

/** Short, long, empty, broken, and dangerous words. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '\n', ...TRICKS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.oneof(fc.constantFrom(...TRICKS), fc.string({ maxLength: 8 })), { maxLength: 12 })
    .map((all) => all.join('')),
  fc
    .tuple(fc.constantFrom(...TRICKS, 'a', 'word '), fc.integer({ min: 50, max: 6_000 }))
    .map(([one, times]) => one.repeat(times)),
);
const words = fc.array(hostile, { maxLength: 12 });
const decision = fc.record({
  by: fc.constantFrom('U0BOB', 'metawsm', '<!channel>'),
  at: fc.constantFrom(AT, '<!here>'),
});
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const trouble: fc.Arbitrary<Trouble> = fc.record(
  {
    code: fc.constantFrom('gate_conflict', 'gate_forbidden', 'base_missing', 'constructor', '<!channel>'),
    at: fc.constant(AT),
    repo: hostile,
    detail: hostile,
  },
  { requiredKeys: ['code', 'at'] },
);
const results = fc.array(
  fc.record({
    repo: hostile,
    command: hostile,
    exitCode: fc.constantFrom(0, 1, null),
    timedOut: fc.boolean(),
    durationMs: fc.nat(10_000_000),
    output: hostile,
    commit: hostile,
    undone: words,
  }),
  { maxLength: 30 },
);
const changes = fc.array(
  fc.record({
    name: hostile,
    head: hostile,
    commits: fc.array(fc.record({ id: hostile, subject: hostile }), { maxLength: 40 }),
    filesChanged: fc.nat(),
    insertions: fc.nat(),
    deletions: fc.nat(),
    leftovers: words,
    forbidden: words,
    checkDefinitions: words,
  }),
  { maxLength: 12 },
);
const evidence = fc.record({
  attempt: fc.nat(3),
  at: fc.constant(AT),
  results,
  changes,
  passed: fc.boolean(),
});
const merges = fc.array(
  fc
    .record({
      name: hostile,
      base: hostile,
      detail: hostile,
      state: fc.constantFrom('merged' as const, 'refused' as const),
    })
    .map((one) => merge(one)),
  { maxLength: 8 },
);
const repos = fc.array(fc.record({ name: hostile, base: hostile }), { maxLength: 12 });
const answer = maybe(fc.record({ text: hostile, decision }));
const request = fc
  .record({
    question: hostile,
    context: hostile,
    options: fc.array(hostile, { maxLength: 130 }),
    agent: hostile,
    answer,
  })
  .map((one) => guidance({ ...one, state: one.answer ? 'answered' : 'open' } as Partial<GuidanceRequest>));
const permitted = fc
  .record({
    tool: fc.constantFrom(...TOOL_KINDS),
    title: hostile,
    command: maybe(hostile),
    paths: maybe(fc.array(hostile, { maxLength: 80 })),
    address: maybe(hostile),
    mcp: maybe(hostile),
    detail: maybe(hostile),
    destructive: maybe(fc.constant(true as const)),
    question: hostile,
    context: hostile,
    agent: hostile,
    choice: fc.constantFrom('once' as const, 'always' as const, 'reject' as const),
    note: hostile,
    answer,
  })
  .map(({ question: words, context, agent, choice, note, answer: given, ...asked }) => {
    const settled = given
      ? { state: 'answered' as const, answer: { ...given, permit: { choice, note } } }
      : {};
    return permission(asked as Partial<PermissionAsked>, { question: words, context, agent, ...settled });
  });
const fieldOptions = fc.array(fc.record({ value: hostile, label: hostile, hint: hostile }), {
  maxLength: 120,
});
/** Any field that an agent may ask for. */
export const hostileField = fc
  .record({
    name: hostile,
    title: hostile,
    hint: maybe(hostile),
    type: fc.constantFrom('text', 'number', 'integer', 'boolean', 'choice', 'choices'),
    required: fc.boolean(),
    options: maybe(fieldOptions),
    initial: maybe(fc.oneof(hostile, fc.double(), fc.boolean(), words)),
    least: maybe(fc.oneof(fc.integer(), fc.double())),
    most: maybe(fc.oneof(fc.integer(), fc.double())),
  })
  .map((one) => one as FormField);
const asksForm = fc
  .record({ fields: fc.array(hostileField, { maxLength: 12 }), question: hostile, answer })
  .map(({ fields: all, answer: given, question: words }) =>
    form(all, { question: words, ...(given ? { state: 'answered' as const, answer: given } : {}) }),
  );
const requests = fc.oneof(
  request,
  permitted,
  asksForm,
  fc.array(hostile, { maxLength: 130 }).map(several),
  fc.tuple(hostile, fc.array(hostile, { maxLength: 8 })).map(([link, options]) => opens(link, options)),
  maybe(fc.constantFrom(AT, '<!here>')).map(limit),
);
const suggestions = fc.array(
  fc.record({
    text: hostile,
    source: fc.oneof(
      fc.record({ from: fc.constant('configuration' as const), repo: hostile, also: words }),
      fc.record({ from: fc.constant('repository' as const), repo: hostile, path: hostile, owners: words }),
      fc.record({ from: fc.constant('run' as const), id: hostile }),
      fc.record({ from: fc.constant('usual' as const) }),
    ),
  }),
  { maxLength: 12 },
);
const asked = fc
  .record({
    suggestions,
    acceptable: maybe(hostile),
    ticketSays: maybe(hostile),
    askedBy: maybe(hostile),
    words: maybe(hostile),
    why: maybe(hostile),
    keptBy: maybe(decision),
    answer,
    lack: fc.oneof(
      fc.constant('vague' as const),
      fc.record({ refused: hostile }),
      fc.record({
        kind: fc.constantFrom('placeholder', 'elsewhere', 'vague', 'no_change', 'feeling'),
        words: hostile,
      }),
      fc.record({ kind: fc.constant('several_goals'), goals: words }),
      fc.record({ kind: fc.constant('unknown_scope'), names: words, near: words }),
      fc.record({ kind: fc.constant('forbidden_scope'), names: words }),
      fc.record({ kind: fc.constant('unmentioned_repository'), names: words, named: words }),
    ),
  })
  .map((one) => question(one as Partial<IntakeQuestion>));
const fields = fc.record({
  goal: hostile,
  scope: hostile,
  done: hostile,
  constraints: hostile,
  merge: hostile,
});

const amounts = {
  tokens: maybe(fc.nat()),
  cost: maybe(fc.record({ amount: fc.double({ noNaN: true, min: 0, max: 1e9 }), currency: hostile })),
  tools: fc.nat(),
  allowed: fc.nat(30),
  denied: fc.nat(3),
};
const spent = fc.array(fc.record({ iteration: fc.integer({ min: 1, max: 60 }), ...amounts }), {
  maxLength: 70,
}) as fc.Arbitrary<SpentLife[]>;
const steps = fc.array(
  fc.record({ title: hostile, status: fc.constantFrom('pending', 'in_progress', 'completed') }),
  { maxLength: 40 },
);
const works = fc.record({
  plan: steps,
  doing: maybe(hostile),
  fullness: maybe(fc.double({ min: 0, max: 2, noNaN: true })),
  unreachable: maybe(fc.record({ since: fc.constantFrom(AT, '<!here>'), detail: hostile })),
  ...amounts,
}) as fc.Arbitrary<AgentProgress>;

const hostileBrief = fc
  .record({ fields, repos, commands: words, startedBy: maybe(decision) })
  .map(({ fields: texts, commands, ...more }) => {
    const view = brief({
      repos: more.repos,
      ...(more.startedBy ? { startedBy: more.startedBy, actions: [] } : {}),
    });
    const checks = commands.map((command) => ({
      repo: command,
      command,
      argv: [command],
      source: 'new' as const,
    }));
    return { ...view, brief: { ...view.brief, ...texts, unclear: ['goal' as const], checks } };
  });
const hostileSummary = fc
  .record({
    evidence,
    repos,
    merges,
    agent: hostile,
    requests: fc.array(requests, { maxLength: 8 }),
    spent,
    questions: fc.array(asked, { maxLength: 8 }),
    refusal: maybe(trouble),
    ticketTrouble: maybe(trouble),
    decidedBy: maybe(decision),
    fields,
  })
  .map(({ requests, questions, refusal, decidedBy, ticketTrouble, fields: texts, ...more }) =>
    summary({
      ...more,
      guidance: requests.map((one) => one.request),
      questions: questions.map((one) => one.question),
      brief: { ...brief().brief, ...texts },
      ...(refusal ? { refusal: { ...refusal, gate: 6 } } : {}),
      ...(ticketTrouble ? { ticketTrouble } : {}),
      ...(decidedBy ? { decided: { what: 'merge', by: decidedBy }, actions: [] } : {}),
    }),
  );
const rounds = fc.array(
  fc.record({
    iteration: fc.integer({ min: 1, max: 40 }),
    passed: fc.boolean(),
    good: fc.nat(30),
    total: fc.nat(30),
    failed: words,
  }),
  { maxLength: 80 },
);
const ACTIVITIES = {
  intake: 'waiting',
  running: 'working',
  awaiting_guidance: 'waiting',
  failed: 'failed',
  closed: 'closed',
  stopped: 'stopped',
} as const;
const hostileCard = fc
  .record({
    status: fc.constantFrom(
      ...(['intake', 'running', 'awaiting_guidance', 'failed', 'closed', 'stopped'] as const),
    ),
    progress: works,
    spent,
    goal: hostile,
    agent: hostile,
    repos,
    trouble,
    evidence,
    merges,
    request: requests,
    decision,
    rounds,
    iteration: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ status, decision: by, request: open, ...more }) =>
    card({
      ...more,
      status,
      activity: ACTIVITIES[status],
      waitingFor: { user: by.by, request: open.request },
      startedBy: by,
      stoppedBy: by,
      closedBy: by,
    }),
  );
const unread = fc.array(
  fc.record({
    path: hostile,
    why: fc.constantFrom('claimed_twice' as const, 'no_header' as const, 'unreachable' as const),
    detail: hostile,
  }),
  { maxLength: 80 },
);
const hostileNotice = fc
  .record({
    kind: fc.constantFrom(
      'reminder' as const,
      'escalation' as const,
      'rejected_file' as const,
      'check_failed' as const,
      'merge_refused' as const,
      'merge_partial' as const,
      'ticket_failed' as const,
      'ticket_unread' as const,
      'interview_failed' as const,
      'failed' as const,
      'closed' as const,
      'forgot' as const,
    ),
    request: requests,
    evidence,
    merges,
    escalateTo: fc.constantFrom('S0ONCALL', 'U0BOB', '<!channel>'),
    trouble,
    more: fc.array(trouble, { maxLength: 10 }),
    unread,
    ticket: maybe(
      fc.record({
        repo: hostile,
        folder: hostile,
        openTasks: fc.record({ count: fc.nat(1_000), first: fc.array(hostile, { maxLength: 5 }) }),
      }),
    ),
  })
  .map(({ kind, request: open, trouble: first, more, unread: files, ticket, ...rest }) =>
    notice(kind, {
      ...rest,
      request: open.request,
      notice: { id: 'n1', kind, at: AT, more, unread: files, ...(ticket ? { ticket } : { trouble: first }) },
    }),
  );

/** Any message of any run, written by people who mean harm. */
export const hostileView: fc.Arbitrary<View> = fc
  .tuple(
    fc.oneof<fc.Arbitrary<View>[]>(asked, requests, hostileBrief, hostileSummary, hostileCard, hostileNotice),
    hostile,
  )
  .map(([view, ticket]) => ({ ...view, run: { ...view.run, ticket } }));
