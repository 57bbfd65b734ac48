import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Config,
  ConfigFault,
  databaseUrl,
  loadConfig,
  programEnvironment,
  warningsOf,
} from '../src/config.js';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1111-2222-abcdefgh', SLACK_APP_TOKEN: 'xapp-1-A1-1234-abcdef' };

const SMALL = `
repos:
  - name: api
    path: ../api
agents:
  - name: script
    command: [./agent.sh]
access:
  start: [everyone]
`;

const root = mkdtempSync(join(tmpdir(), 'metawsm-config-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let cwd: string;
let count = 0;
beforeEach(() => {
  cwd = join(root, `c${++count}`);
  mkdirSync(cwd);
});

function load(yaml: string, env: Record<string, string> = {}): Config {
  writeFileSync(join(cwd, 'metawsm.yml'), yaml);
  return loadConfig({ env: { ...SLACK, ...env }, cwd });
}

/** `place: what → remedy` of every fault. */
function faults(start: () => unknown): string[] {
  try {
    start();
  } catch (error) {
    if (error instanceof ConfigFault)
      return error.faults.map(({ place, what, remedy }) => `${place}: ${what} → ${remedy}`);
    throw error;
  }
  return [];
}

const fileFaults = (yaml: string, env?: Record<string, string>) => faults(() => load(yaml, env));
/** The small configuration with lines added at its end. */
const small = (lines: string) => `${SMALL}${lines}\n`;

describe('a small file', () => {
  test('becomes a whole configuration', () => {
    const { environment, ...config } = load(SMALL);
    expect(environment).toEqual({});
    expect(config).toEqual({
      slack: { botToken: SLACK.SLACK_BOT_TOKEN, appToken: SLACK.SLACK_APP_TOKEN, port: 3000 },
      home: join(cwd, '.metawsm'),
      file: join(cwd, 'metawsm.yml'),
      database: { url: `sqlite:${join(cwd, '.metawsm', 'metawsm.sqlite')}` },
      logLevel: 'info',
      github: { api: 'https://api.github.com', site: 'https://github.com' },
      repos: [
        {
          name: 'api',
          path: join(root, 'api'),
          setup: [],
          warm: false,
          copy: [],
          checks: [],
          env: [],
          merge: 'direct',
          mergeMethod: 'merge',
        },
      ],
      agents: [{ name: 'script', runner: 'command', command: [join(cwd, 'agent.sh')], env: [], wrap: [] }],
      defaultAgent: 'script',
      access: { start: ['everyone'], answer: [], merge: [], admins: [], fourEyes: false },
      channels: {},
      intake: { timeoutMs: 120_000 },
      git: { name: 'metawsm', email: 'metawsm@localhost' },
      guidance: { remindAfterMs: 1_800_000, escalateAfterMs: 7_200_000 },
      checks: {
        attempts: 2,
        timeoutMs: 1_200_000,
        forbidden: expect.arrayContaining(['.env', '!.env.example', 'id_rsa']),
      },
      limits: {
        agents: 4,
        startTimeMs: 60_000,
        silenceMs: 1_800_000,
        runTimeMs: 28_800_000,
        diskBytes: 20e9,
      },
      pool: { size: 1, fetchMs: 600_000 },
      events: {},
      redact: [],
    });
  });

  test('is frozen to the bottom', () => {
    const config = load(SMALL);
    expect(() => config.repos[0]!.checks.push({ text: 'x', argv: ['x'] })).toThrow(TypeError);
    expect(() => {
      config.access.fourEyes = true;
    }).toThrow(TypeError);
    expect(() => {
      config.environment.X = 'y';
    }).toThrow(TypeError);
  });
});

describe('places', () => {
  test('count from the file, those of the environment from the working folder', () => {
    mkdirSync(join(cwd, 'conf'));
    const yaml = SMALL.replace(
      'command: [./agent.sh]',
      'command: [bin/a, ./b]\n    resumeCommand: [codex, ./b]\n    interviewCommand: [./ask, ./b]\n    wrap: [./box, --]',
    ).replace(
      'path: ../api',
      'path: ~/api\n    setup: [./setup.sh -x]\n    checks: ["./test.sh"]\n    copy: [./config//local.json, .env]',
    );
    writeFileSync(join(cwd, 'conf', 'm.yml'), yaml);
    const env = { ...SLACK, HOME: '/home/ana', METAWSM_CONFIG: 'conf/m.yml', METAWSM_HOME: '../home' };
    const config = loadConfig({ env, cwd });
    expect(config.home).toBe(join(root, 'home'));
    expect(config.repos[0]).toMatchObject({
      path: '/home/ana/api',
      // A program of setup and checks belongs to the worktree that it runs in.
      setup: [{ text: './setup.sh -x', argv: ['./setup.sh', '-x'] }],
      checks: [{ text: './test.sh', argv: ['./test.sh'] }],
      copy: ['config/local.json', '.env'],
    });
    expect(config.agents[0]).toMatchObject({
      command: [join(cwd, 'conf/bin/a'), './b'],
      resumeCommand: ['codex', './b'],
      interviewCommand: [join(cwd, 'conf', 'ask'), './b'],
      wrap: [join(cwd, 'conf/box'), '--'],
    });
  });

  const databases: [Record<string, string>, () => string][] = [
    [{}, () => `sqlite:${join(cwd, '.metawsm/metawsm.sqlite')}`],
    [{ DATABASE_URL: '' }, () => `sqlite:${join(cwd, '.metawsm/metawsm.sqlite')}`],
    [{ METAWSM_HOME: '/var/m' }, () => 'sqlite:/var/m/metawsm.sqlite'],
    [{ DATABASE_URL: 'sqlite:data/x.db' }, () => `sqlite:${join(cwd, 'data/x.db')}`],
    [{ DATABASE_URL: 'sqlite:/data/x.db', METAWSM_HOME: '/h' }, () => 'sqlite:/data/x.db'],
    [{ DATABASE_URL: 'sqlite:///data/x.db' }, () => 'sqlite:/data/x.db'],
  ];
  test.each(databases)('the database of %j', (env, expected) => {
    expect(databaseUrl(env, cwd)).toBe(expected());
    expect(load(SMALL, env).database.url).toBe(expected());
  });

  test.each([
    'postgres://u:pw@host/db',
    'postgresql://host/db',
    'mysql://x',
    'sqlite:',
    'sqlite::memory:',
    'sqlite://x',
  ])('the database %s is refused without being shown', (url) => {
    expect(faults(() => databaseUrl({ DATABASE_URL: url }, cwd))).toEqual([
      expect.stringMatching(
        /^DATABASE_URL: (?:asks for Postgres, which is not built yet|is no address)(?!.*pw@)/,
      ),
    ]);
  });
});

describe('the environment', () => {
  test('tells what is missing, and where to get it', () => {
    const found = faults(() => loadConfig({ env: {}, cwd }));
    expect(found).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN: is missing → api\.slack\.com\/apps .*manifest\.yml.*xoxb-/),
      expect.stringMatching(
        /^SLACK_APP_TOKEN: is missing, and so is SLACK_SIGNING_SECRET.*connections:write/,
      ),
      expect.stringMatching(/^metawsm\.yml: is missing.*cp examples\/metawsm\.yml metawsm\.yml/),
    ]);
  });

  test('HTTP mode needs no app token', () => {
    writeFileSync(join(cwd, 'metawsm.yml'), SMALL);
    const env = {
      SLACK_BOT_TOKEN: SLACK.SLACK_BOT_TOKEN,
      SLACK_SIGNING_SECRET: '0123456789abcdef0123',
      PORT: '8080',
    };
    expect(loadConfig({ env, cwd }).slack).toEqual({
      botToken: SLACK.SLACK_BOT_TOKEN,
      signingSecret: '0123456789abcdef0123',
      port: 8080,
    });
  });

  test('without tokens the playground is named as the way to try it', () => {
    const missing = fileFaults(SMALL, { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' });
    expect(missing.join('\n')).toMatch(
      /^SLACK_BOT_TOKEN: is missing → .*manifest\.yml.*npm run playground$/m,
    );
  });

  test.each([
    [
      { SLACK_BOT_TOKEN: 'xoxp-1-secretsecret' },
      /^SLACK_BOT_TOKEN: looks like a user token.*OAuth & Permissions/,
    ],
    [
      { SLACK_BOT_TOKEN: 'xapp-1-secretsecret' },
      /^SLACK_BOT_TOKEN: looks like an app-level token, which belongs in SLACK_APP_TOKEN/,
    ],
    [{ SLACK_BOT_TOKEN: 'xoxe.xoxb-1-secretsecret' }, /^SLACK_BOT_TOKEN: looks like a token that is rotated/],
    [{ SLACK_BOT_TOKEN: 'secretsecret' }, /^SLACK_BOT_TOKEN: does not begin with `xoxb-`/],
    [{ SLACK_BOT_TOKEN: 'xoxb-secret…' }, /^SLACK_BOT_TOKEN: is cut off, or only a sample/],
    [
      { SLACK_APP_TOKEN: 'xoxb-1-secretsecret' },
      /^SLACK_APP_TOKEN: looks like a bot token, which belongs in SLACK_BOT_TOKEN.*App-Level Tokens/,
    ],
    [{ SLACK_SIGNING_SECRET: 'xoxb-1-secretsecret' }, /^SLACK_SIGNING_SECRET: looks like a token/],
    [{ SLACK_SIGNING_SECRET: 'secret' }, /^SLACK_SIGNING_SECRET: is cut off/],
    [{ PORT: '70000' }, /^PORT: is no port/],
    [{ PORT: 'secret' }, /^PORT: is no port/],
    [{ SLACK_API_URL: 'http://secret.example/' }, /^SLACK_API_URL: is no address/],
    [{ SLACK_API_URL: 'secret' }, /^SLACK_API_URL: is no address/],
    [{ GITHUB_TOKEN: 'ghp_secret 12345' }, /^GITHUB_TOKEN: is no token/],
    [{ GH_TOKEN: 'secret\n12345' }, /^GH_TOKEN: is no token/],
    [{ GITHUB_API_URL: 'http://secret.example/api/v3' }, /^GITHUB_API_URL: is no address/],
    [{ GITHUB_API_URL: 'https://me:secret@ghe.example' }, /^GITHUB_API_URL: is no address/],
    [{ LOG_LEVEL: 'secret' }, /^LOG_LEVEL: is unknown → use one of debug, info, warn, error/],
  ])('%j is refused', (env, expected) => {
    const found = fileFaults(SMALL, env as Record<string, string>);
    expect(found).toEqual([expect.stringMatching(expected)]);
    expect(found[0]).not.toContain('secret');
  });

  test.each([
    ['http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/api/'],
    ['http://localhost:4000/api', 'http://localhost:4000/api/'],
    ['https://slack-gov.com/api', 'https://slack-gov.com/api/'],
  ])('another Slack: %s', (text, url) => {
    expect(load(SMALL, { SLACK_API_URL: text }).slack.apiUrl).toBe(url);
  });

  test.each([
    ['', 'https://api.github.com', 'https://github.com'],
    ['https://api.github.com/', 'https://api.github.com', 'https://github.com'],
    ['https://ghe.example/api/v3', 'https://ghe.example/api/v3', 'https://ghe.example'],
    ['https://api.acme.ghe.com', 'https://api.acme.ghe.com', 'https://acme.ghe.com'],
    ['http://127.0.0.1:4000/api/v3/', 'http://127.0.0.1:4000/api/v3', 'http://127.0.0.1:4000'],
  ])('the GitHub of %j', (GITHUB_API_URL, api, site) => {
    expect(load(SMALL, { GITHUB_API_URL }).github).toEqual({ api, site });
    const both = { GITHUB_API_URL, GITHUB_TOKEN: 'ghp_0123456789', GH_TOKEN: 'gho_0123456789' };
    expect(load(SMALL, both).github.token).toBe('ghp_0123456789');
    expect(load(SMALL, { GH_TOKEN: 'gho_0123456789' }).github.token).toBe('gho_0123456789');
  });

  test('hands on neither tokens nor the database address, also under another name', () => {
    const env = { SLACK_SIGNING_SECRET: '0123456789abcdef0123', DATABASE_URL: 'sqlite:somewhere.db' };
    const others = { OTHER: `Bearer ${SLACK.SLACK_BOT_TOKEN}`, NPM_TOKEN: 'npm', EMPTY: '' };
    expect(load(SMALL, { ...env, ...others }).environment).toEqual({ NPM_TOKEN: 'npm', EMPTY: '' });
  });

  test('a program gets the usual variables and those that are named', () => {
    const env = {
      PATH: '/bin',
      HOME: '/h',
      LC_ALL: 'C',
      TZ: 'UTC',
      NPM_TOKEN: 'n',
      OTHER: 'o',
      NONE: undefined,
      ...SLACK,
    };
    expect(programEnvironment(env, ['NPM_TOKEN', 'SLACK_BOT_TOKEN', 'NONE', 'toString'])).toEqual({
      PATH: '/bin',
      HOME: '/h',
      LC_ALL: 'C',
      TZ: 'UTC',
      NPM_TOKEN: 'n',
    });
  });
});

describe('what is not built yet is refused, saying so', () => {
  test.each([
    [
      'merge',
      SMALL.replace('path: ../api', 'path: ../api\n    merge: pull-request'),
      'metawsm.yml:5:5 repos[0].merge: `merge: pull-request` is not built yet → use `merge: direct`',
    ],
  ])('%s', (_, yaml, expected) => {
    expect(fileFaults(yaml)).toEqual([expected]);
  });
});

describe('faults of the file', () => {
  test('all are told at once, in order, each with its place', () => {
    const yaml = `repos:
  - name: api
    path: ../api
    chekcs: [npm test]
    setup: [npm ci && npm run build]
  - name: API
    path:
agents:
  - name: script
    comand: [./a]
defaultAgent: scirpt
access: { start: everyone }
limits: { silence: 30, disk: much }
tickets: { repo: web }
`;
    expect(fileFaults(yaml, { PORT: 'x' })).toEqual([
      'PORT: is no port → write a number from 0 to 65535, or leave it empty for 3000',
      'metawsm.yml:4:5 repos[0].chekcs: `chekcs` is unknown → did you mean `checks`?',
      'metawsm.yml:5:13 repos[0].setup[0]: cannot be started as a command: `&&` needs a shell: put it in a script → name one program with its arguments',
      'metawsm.yml:6:5 repos[1].name: `API` is the name of another repository already → choose another one; letter case makes no difference',
      'metawsm.yml:7:5 repos[1].path: is empty → write a value, or remove the line',
      'metawsm.yml:9:5 agents[0].command: is missing → name a known agent with `preset`, such as `preset: claude`, or a program, such as `[./agent.sh, --fast]`',
      'metawsm.yml:10:5 agents[0].comand: `comand` is unknown → did you mean `command`?',
      'metawsm.yml:11:1 defaultAgent: there is no agent `scirpt` → did you mean `script`?',
      'metawsm.yml:12:11 access.start: must be a list → write `[everyone]`',
      'metawsm.yml:13:11 limits.silence: is no duration → write a number with a unit, such as `90s`, `30m`, `2h` or `7d`',
      'metawsm.yml:13:24 limits.disk: is no size → write a number with a unit, such as `500MB` or `20GB`',
      'metawsm.yml:14:12 tickets.repo: there is no repository `web` → known: api, API',
    ]);
  });

  test('they print as one readable text', () => {
    expect(() => load(small('unheardOf: 1'))).toThrow(
      [
        'metawsm did not start: its configuration has one fault.',
        '  metawsm.yml:10:1 unheardOf\n      `unheardOf` is unknown\n      → use one of `repos`, `agents`, `defaultAgent`, `access`, `channels`, `intake`, `git`, `guidance`, `checks`, `limits`, `pool`, `events`, `tickets`, `redact`',
      ].join('\n\n'),
    );
  });

  test.each([
    ['channels: { "#dev": {} }', 'channels["#dev"]: is no id of a channel'],
    ['channels: { C0123: { repos: [web] } }', 'channels.C0123.repos[0]: there is no repository `web`'],
    ['channels: { C0123: { agent: other } }', 'channels.C0123.agent: there is no agent `other`'],
    ['channels: { C0123: { repos: [] } }', 'channels.C0123.repos: is empty'],
    ['guidance: { escalateTo: everyone }', 'guidance.escalateTo: is neither a user nor a user group'],
    ['guidance: { remindAfter: 0m }', 'guidance.remindAfter: is out of range'],
    ['guidance: { remindAfter: 25d }', 'guidance.remindAfter: is out of range'],
    ['guidance: { remindAfter: -5m }', 'guidance.remindAfter: is no duration'],
    ['guidance: { remindAfter: { a: 1 } }', 'guidance.remindAfter: must be text'],
    ['git: { name: "a <b>" }', 'git.name: holds `<` or `>`'],
    ['git: { email: "a\\nb" }', 'git.email: holds a control character'],
    ['checks: { attempts: -1 }', 'checks.attempts: is too small → write at least 0'],
    ['checks: { attempts: 1.5 }', 'checks.attempts: must be a whole number'],
    ['checks: { attempts: "2" }', 'checks.attempts: must be a number'],
    ['limits: { agents: 0 }', 'limits.agents: is too small → write at least 1'],
    ['limits: { agents: 5000 }', 'limits.agents: is too large → write at most 1000'],
    ['events: { keep: 0d }', 'events.keep: is no number of days'],
    ['events: { keep: 36h }', 'events.keep: is no number of days'],
    ['events: { keep: 30 }', 'events.keep: is no number of days'],
    ['tickets: { repo: api, root: ../x }', 'tickets.root: must stay inside'],
    ['tickets: { repo: api, root: . }', 'tickets.root: must stay inside'],
    [
      'intake: { interviewer: scirpt }',
      'intake.interviewer: there is no agent `scirpt` → did you mean `script`?',
    ],
    ['intake: { timeout: 2 }', 'intake.timeout: is no duration'],
    ['intake: { rounds: 3 }', 'intake.rounds: `rounds` is unknown'],
    ['redact: [a-b]', 'redact[0]: is no name of a variable'],
    ['limits:', 'limits: is empty'],
    ['limits: [1]', 'limits: must be a group of settings'],
  ])('%s', (line, expected) => {
    expect(fileFaults(small(line))).toEqual([expect.stringContaining(` ${expected}`)]);
  });

  test.each([
    ['name: .git', 'is no usable name'],
    ['name: -x', 'is no usable name'],
    ['name: .metawsm', 'is no usable name'],
    ['name: a/b', 'is no usable name'],
    ['name: größe', 'is no usable name'],
    ['name: 5', 'must be text'],
    ['base: "a b"', 'is no name of a branch'],
    ['base: --force', 'is no name of a branch'],
    ['base: a..b', 'is no name of a branch'],
    ['base: a.lock', 'is no name of a branch'],
    ['copy: [/etc/passwd]', 'must stay inside'],
    ['copy: [a/../../b]', 'must stay inside'],
    ['copy: [.git/config]', 'must stay inside'],
    ['copy: [.metawsm/brief.md]', 'must stay inside'],
    ['copy: ["~/x"]', 'must stay inside'],
    ['env: [SLACK_APP_TOKEN]', 'is never handed to programs'],
    ['env: [database_url]', 'is never handed to programs'],
    ['env: [A=b]', 'is no name of a variable'],
    ['checks: [""]', 'cannot be started as a command: there is no program in it'],
    ['checks: [[npm, test]]', 'must be text'],
    ['setup: npm ci', 'must be a list → write `[npm ci]`'],
  ])('a repository with %s', (line, expected) => {
    const key = line.split(':')[0]!;
    const written =
      key === 'name'
        ? SMALL.replace('name: api', line)
        : SMALL.replace('path: ../api', `path: ../api\n    ${line}`);
    expect(fileFaults(written)).toEqual([expect.stringContaining(expected)]);
  });

  test.each([
    ['[]', 'is empty'],
    ['[""]', 'names no program'],
    ['[a, 5]', 'must be text'],
    ['["a\\0b"]', 'holds a NUL character'],
    ['./agent.sh --fast', 'must be a list → write `[./agent.sh, --fast]`'],
  ])('an agent with the command %s', (command, expected) => {
    expect(fileFaults(SMALL.replace('[./agent.sh]', command))).toEqual([expect.stringContaining(expected)]);
  });

  test('several agents need a default', () => {
    const yaml = SMALL.replace('access:', '  - name: other\n    command: [x]\naccess:');
    expect(fileFaults(yaml)).toEqual([
      'metawsm.yml:1:1 defaultAgent: is missing → name one of the agents: `script`, `other`'.replace(
        ':1:1',
        ':2:1',
      ),
    ]);
    expect(load(`${yaml}defaultAgent: other\n`).defaultAgent).toBe('other');
  });

  test('without access nothing starts', () => {
    expect(fileFaults(SMALL.slice(0, SMALL.indexOf('access')))).toEqual([
      expect.stringMatching(/ access: is missing → say who may `start`, `answer` and `merge`/),
    ]);
    expect(fileFaults(SMALL.replace('[everyone]', '[bob, U0ANA, W0ANA, S0TEAM]'))).toEqual([
      expect.stringMatching(
        / access\.start\[0\]: is neither a user, a user group nor `everyone` → write an id/,
      ),
    ]);
  });
});

describe('hostile and broken files', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'].map((pair) => pair.split('')))
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${of}`).join(',')}]`);

  test.each([
    [
      'a doubled key',
      small('git: {}\ngit: {}'),
      /^metawsm\.yml:11:1: is no valid YAML: Map keys must be unique/,
    ],
    ['a broken line', 'repos: [', /^metawsm\.yml:1:9: is no valid YAML/],
    ['two documents', `${SMALL}---\na: 1\n`, /is no valid YAML: .*multiple documents/],
    ['an unknown tag', small('git: !!js/function x'), /is no valid YAML: Unresolved tag/],
    ['a list', '- a', /^metawsm\.yml: holds no settings/],
    ['nothing', '# later\n', /^metawsm\.yml: holds no settings/],
    ['a bomb of references', bomb.join('\n'), /^metawsm\.yml: cannot be read: .*alias/i],
    ['a reference to nothing', small('git: *x'), /metawsm\.yml/],
    ['a key that is a list', small('? [a]\n: 1'), /is no valid YAML/],
  ])('%s', (_, yaml, expected) => {
    expect(fileFaults(yaml)).toEqual([expect.stringMatching(expected)]);
  });

  test('keys of every object are unknown like others', () => {
    expect(fileFaults(small('constructor: 1'))).toEqual([
      expect.stringContaining('metawsm.yml:10:1 constructor: `constructor` is unknown'),
    ]);
    expect(fileFaults(small('__proto__: { x: 1 }\nchannels: { __proto__: { agent: script } }'))).toEqual([
      'metawsm.yml:10:1: `__proto__` is unknown → remove it',
      'metawsm.yml:11:13: `__proto__` is unknown → remove it',
    ]);
  });

  test('references within reason work, and faults in them have a place', () => {
    const yaml = SMALL.replace('start: [everyone]', 'start: &all [everyone]\n  answer: *all');
    expect(load(yaml).access.answer).toEqual(['everyone']);
    expect(fileFaults(small('channels: { C01: &c { agnet: x }, C02: *c }'))).toHaveLength(2);
  });

  test('a folder, other encodings, and much too much', () => {
    expect(faults(() => loadConfig({ env: { ...SLACK, METAWSM_CONFIG: root }, cwd }))).toEqual([
      expect.stringMatching(/cannot be read \(EISDIR\)/),
    ]);
    writeFileSync(join(cwd, 'metawsm.yml'), Buffer.from([0xff, 0xfe, 0x41]));
    expect(faults(() => loadConfig({ env: SLACK, cwd }))).toEqual([
      expect.stringMatching(/is not text in UTF-8/),
    ]);
    expect(fileFaults(`#${'x'.repeat(1_000_001)}`)).toEqual([expect.stringMatching(/is larger than 1 MB/)]);
  });
});

test('warnings tell of what is allowed but hardly meant', () => {
  const yaml = SMALL.replace('path: ../api', 'path: ../api\n    env: [NPM_TOKEN, SET]');
  expect(warningsOf(load(yaml, { SET: 'x' })).map(({ place, what }) => `${place} ${what}`)).toEqual([
    'agents script has no `wrap`, so it runs with everything that the bot’s user may do',
    'repos api hands on `NPM_TOKEN`, which is not set',
    'access.answer lists nobody',
    'access.merge lists nobody',
  ]);
});
