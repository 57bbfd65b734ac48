/** Agents in metawsm.yml: presets, runners, permissions, and what does not fit together. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ConfigFault, loadConfig, presetOf, warningsOf } from '../../src/config.js';
import { PRESET_NAMES, PRESETS } from '../../src/configuration/presets.js';

const cwd = mkdtempSync(join(tmpdir(), 'metawsm-agents-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1111-2222-abcdefgh', SLACK_APP_TOKEN: 'xapp-1-A1-1234-abcdef' };

/** `agent` holds the lines below `- name: it`, or the whole entry in braces. */
function load(agent: string, more = '') {
  const entry = agent.startsWith('{') ? agent : `{ name: it, ${agent} }`;
  const text = `repos: [{ name: api, path: ../api }]\nagents:\n  - ${entry}\naccess: { start: [everyone], answer: [everyone], merge: [everyone] }\n${more}\n`;
  writeFileSync(join(cwd, 'metawsm.yml'), text);
  return loadConfig({ env: SLACK, cwd });
}

function faults(agent: string, more = ''): string[] {
  try {
    load(agent, more);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return error.faults.map(({ place, what, remedy }) => `${place.split(' ')[1]}: ${what} → ${remedy}`);
  }
  return [];
}

describe('one line', () => {
  test.each(PRESET_NAMES)('starts %s', (preset) => {
    const { agents } = load(`{ name: it, preset: ${preset} }`);
    expect(agents[0]).toMatchObject({
      runner: 'acp',
      preset,
      command: [],
      permissions: { allow: [], ask: [], deny: [] },
    });
  });

  test('a program of one’s own speaks acp as well, and another version of a known agent', () => {
    expect(load('runner: acp, command: [./mine, acp]').agents[0]).toMatchObject({
      runner: 'acp',
      command: [join(cwd, 'mine'), 'acp'],
    });
    expect(load('preset: claude, command: [./claude-agent-acp]').agents[0]!.command).toEqual([
      join(cwd, 'claude-agent-acp'),
    ]);
  });

  test('npx gets the time to fetch it, unless somebody says otherwise', () => {
    const time = (agent: string, more?: string) => load(agent, more).limits.startTimeMs;
    expect(time('preset: claude')).toBe(300_000);
    expect(time('preset: claude', 'limits: { startTime: 90s }')).toBe(90_000);
    expect(time('preset: claude, command: [./here]')).toBe(60_000);
    expect(time('preset: goose')).toBe(60_000);
    expect(time('command: [./agent.sh]')).toBe(60_000);
  });

  test('rules are kept as they are written', () => {
    const rules = '{ allow: ["execute(npm test*)", fetch], ask: [delete], deny: ["edit(infra/**)"] }';
    expect(load(`preset: codex, permissions: ${rules}`).agents[0]!.permissions).toEqual({
      allow: ['execute(npm test*)', 'fetch'],
      ask: ['delete'],
      deny: ['edit(infra/**)'],
    });
  });
});

describe('what does not fit is refused, with what to do', () => {
  test.each([
    ['preset: claud', 'agents[0].preset: `claud` is unknown → did you mean `claude`?'],
    ['preset: aider', /^agents\[0\]\.preset: `aider` is unknown → use one of `claude`, `codex`, /],
    [
      'runner: acp',
      /^agents\[0\]\.command: is missing → name a known agent with `preset`.*\[my-agent, acp\]/,
    ],
    ['runner: tcp, command: [x]', /^agents\[0\]\.runner: `tcp` is unknown/],
    [
      'preset: claude, runner: command, command: [x]',
      'agents[0].preset: speaks `acp`, and this agent is written as a `command` → remove one of the two',
    ],
    [
      'command: [x], permissions: { allow: [read] }',
      /^agents\[0\]\.permissions: belongs to `acp`: .* → remove it/,
    ],
    [
      'preset: claude, resumeCommand: [x]',
      'agents[0].resumeCommand: is of no use to `acp`, which takes its session up itself → remove it',
    ],
    [
      'preset: claude, permissions: { alow: [read] }',
      /permissions\.alow: `alow` is unknown → did you mean `allow`/,
    ],
    ['preset: claude, permissions: { allow: read }', /permissions\.allow: must be a list → write `\[read\]`/],
    ['preset: claude, permissions: { deny: [exec] }', /permissions\.deny\[0\]: `exec` is no kind of tool/],
    ['preset: claude, permissions: { deny: [""] }', /permissions\.deny\[0\]: is empty/],
    ['preset: claude, permissions: { ask: [5] }', /permissions\.ask\[0\]: must be text/],
  ])('%s', (agent, expected) => {
    expect(faults(agent)).toEqual([
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ]);
  });

  test('an interviewer prints and ends: over acp it needs a command for that', () => {
    const interviewer = 'intake: { interviewer: it }';
    expect(faults('preset: opencode', interviewer)).toEqual([
      expect.stringMatching(/^agents\[0\]\.interviewCommand: is missing: .*over `acp`.* → write the program/),
    ]);
    expect(faults('preset: opencode, interviewCommand: [./ask]', interviewer)).toEqual([]);
    expect(faults('command: [./ask]', interviewer)).toEqual([]);
    expect(load('preset: claude', interviewer).agents[0]!.interviewCommand?.slice(0, 2)).toEqual([
      'claude',
      '--print',
    ]);
    expect(load('preset: claude, interviewCommand: [./ask]').agents[0]!.interviewCommand).toEqual([
      join(cwd, 'ask'),
    ]);
  });
});

describe('at the start', () => {
  const warnings = (agent: string, ...there: string[]) =>
    warningsOf(load(agent), (program) => there.includes(program)).map(
      ({ place, what, remedy }) => `${place} ${what} → ${remedy}`,
    );

  test('an agent without wrap is told with what that exposes', () => {
    expect(warnings('preset: claude', 'claude-agent-acp')).toEqual([
      'agents it has no `wrap`: what `permissions` and people allow, it does as the bot’s user, who can read the database, keys and other runs → use a user of its own for the bot, or set `wrap` to a sandbox',
    ]);
    expect(warnings('preset: claude, wrap: [bwrap]')).toEqual([]);
  });

  test('a program that is missing is told with how to get it', () => {
    const install = PRESETS.claude.install;
    expect(warnings('preset: claude', 'npx')[1]).toMatch(
      /`claude-agent-acp`, which is not on PATH: npx fetches/,
    );
    expect(warnings('preset: claude', 'npx')[1]).toContain(`→ install it: ${install}`);
    expect(warnings('preset: claude')[1]).toMatch(
      /cannot start: `claude-agent-acp` is not on PATH → install it/,
    );
    expect(warnings('preset: cursor')[1]).toMatch(/`cursor-agent` or `agent` is not on PATH/);
    expect(warnings('preset: cursor', 'agent')).toHaveLength(1);
    expect(warnings('preset: claude, command: [./mine]')).toHaveLength(1);
    expect(warnings('runner: acp, command: [mine, acp]')[1]).toMatch(
      /cannot start: `mine` is not on PATH → install it, or write its whole path/,
    );
    expect(warnings('command: [mine]', 'mine')).toHaveLength(1);
  });
});

describe('the table', () => {
  test.each(PRESET_NAMES)(
    '%s: npx fetches an exact version, and the same is said to be installed',
    (name) => {
      const facts = presetOf(name)!;
      expect(facts.commands[0]![0]).not.toBe('npx');
      for (const [program, , pinned] of facts.commands) {
        if (program !== 'npx') continue;
        expect(pinned).toMatch(/^(?:@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+$/);
        expect(facts.install).toContain(`npm install --global ${pinned}`);
      }
    },
  );

  test('no preset hands over what agents must not get', () => {
    const names = PRESET_NAMES.flatMap((name) => presetOf(name)!.variables);
    expect(names.filter((name) => /SLACK|DATABASE|METAWSM|^GITHUB|^GH_/u.test(name))).toEqual([]);
  });
});

test.each(readdirSync('examples/agents').filter((name) => name.endsWith('.yml')))(
  'examples/agents/%s',
  (name) => {
    const env = { ...SLACK, METAWSM_CONFIG: `examples/agents/${name}` };
    const { agents } = loadConfig({ env, cwd: process.cwd() });
    expect(agents[0]!.preset).toBe(name.replace('.yml', ''));
  },
);

test('every preset has an example', () => {
  const files = readdirSync('examples/agents').filter((name) => name.endsWith('.yml'));
  expect(files.sort()).toEqual(PRESET_NAMES.map((name) => `${name}.yml`).sort());
});
