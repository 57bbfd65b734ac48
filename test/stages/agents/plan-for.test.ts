import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PRESET_NAMES, PRESETS, type PresetName } from '../../../src/configuration/presets.js';
import type { RunContext } from '../../../src/run/context.js';
import type { Preset } from '../../../src/run/preset.js';
import type { Worktree } from '../../../src/run/repository.js';
import type { AcpPlan } from '../../../src/stages/agents/acp/plan.js';
import { planFor } from '../../../src/stages/agents/acp/plan-for.js';
import type { AgentSpec } from '../../../src/stages/agents/options.js';
import { makeRepo, removeTemporary, temporary } from '../../fixtures/git-repos.js';

afterEach(removeTemporary);

/** A home with a run in it, and programs that are on PATH. */
function scene(repos: string[], programs: string[]) {
  const home = temporary();
  const workspace = join(home, 'workspaces', 'abc-1-aaaaaa');
  const path = join(home, 'path');
  mkdirSync(path);
  for (const name of programs) {
    writeFileSync(join(path, name), '#!/bin/sh\n');
    chmodSync(join(path, name), 0o755);
  }
  const worktrees = repos.map((name): Worktree => {
    const tree = join(workspace, name);
    mkdirSync(tree, { recursive: true });
    return { name, path: tree, base: 'main', baseCommit: 'b'.repeat(40) };
  });
  const run = { id: 'abc-1-aaaaaa', worktrees } as unknown as RunContext;
  const ground = {
    home,
    workspace,
    binDir: join(home, 'bin'),
    contract: join(workspace, '.metawsm'),
    env: { PATH: path, HOME: '/home/ana' } as Record<string, string>,
    root: false,
  };
  return { run, ground, home, workspace };
}

function spec(preset: PresetName | undefined, more: Partial<AgentSpec> = {}): AgentSpec {
  const facts: Preset | undefined = preset && PRESETS[preset];
  return { name: 'it', command: [], env: [], wrap: [], runner: 'acp', ...(facts && { facts }), ...more };
}

function plan(...args: Parameters<typeof planFor>): AcpPlan {
  const made = planFor(...args);
  if ('notFound' in made) throw new Error(made.notFound);
  return made;
}

describe('the command', () => {
  test('is the program that is there, else npx with an exact version, else a way to get it', () => {
    const there = scene(['api'], ['claude-agent-acp', 'npx']);
    expect(plan(spec('claude'), there.run, there.ground).argv).toEqual(['claude-agent-acp']);
    const npx = scene(['api'], ['npx']);
    expect(plan(spec('claude'), npx.run, npx.ground).argv).toEqual([
      '/bin/sh',
      '-c',
      expect.stringContaining('exec npx "$metawsm_fetch" --package="$metawsm_package" -- '),
      'metawsm',
      '--yes',
      '@agentclientprotocol/claude-agent-acp@0.100.0',
      'claude-agent-acp',
    ]);
    const nothing = scene(['api'], []);
    expect(planFor(spec('claude'), nothing.run, nothing.ground)).toEqual({
      notFound:
        'claude-agent-acp or npx: not found or not executable; install it: npm install --global @agentclientprotocol/claude-agent-acp@0.100.0',
    });
    expect(planFor(spec('cursor'), nothing.run, nothing.ground)).toEqual({
      notFound: expect.stringMatching(/^cursor-agent or agent: not found.*cursor\.com/),
    });
  });

  test('is what somebody wrote, where somebody did', () => {
    const { run, ground } = scene(['api'], ['mine', 'claude-agent-acp']);
    expect(plan(spec('claude', { command: ['mine', '-x'] }), run, ground).argv).toEqual(['mine', '-x']);
    expect(planFor(spec('claude', { command: ['gone'] }), run, ground)).toEqual({
      notFound: 'gone: not found or not executable',
    });
  });

  test('stands behind the wrapper, inside which other programs may be', () => {
    const { run, ground } = scene(['api'], []);
    const wrap = ['docker', 'exec', 'box'];
    expect(plan(spec('claude', { wrap }), run, ground).argv).toEqual([...wrap, 'claude-agent-acp']);
    expect(plan(spec(undefined, { wrap, command: ['mine'] }), run, ground).argv).toEqual([...wrap, 'mine']);
  });
});

describe('folders', () => {
  test('one repository is the working folder, and what the run writes lies beside it', () => {
    const { run, ground, workspace } = scene(['api'], ['claude-agent-acp', 'gemini']);
    expect(plan(spec('claude'), run, ground)).toMatchObject({
      cwd: join(workspace, 'api'),
      additionalDirectories: [ground.contract],
    });
    expect(plan(spec('gemini'), run, ground).argv).toEqual([
      'gemini',
      '--acp',
      '--include-directories',
      ground.contract,
    ]);
  });

  test('with several the agent works above them', () => {
    const { run, ground, workspace } = scene(['api', 'web'], ['claude-agent-acp', 'gemini']);
    expect(plan(spec('claude'), run, ground)).toMatchObject({ cwd: workspace, additionalDirectories: [] });
    expect(plan(spec('gemini'), run, ground).argv).toEqual(['gemini', '--acp']);
  });
});

describe('the environment', () => {
  test('what somebody handed over wins over the preset; root is told to Claude alone', () => {
    const { run, ground } = scene(['api'], ['claude-agent-acp', 'gemini']);
    expect(plan(spec('claude'), run, ground).env).toEqual({ ...PRESETS.claude.environment, ...ground.env });
    const asRoot = { ...ground, root: true, env: { ...ground.env, CLAUDE_CODE_ENABLE_TODO_TOOLS: '0' } };
    expect(plan(spec('claude'), run, asRoot).env).toMatchObject({
      IS_SANDBOX: '1',
      CLAUDE_CODE_ENABLE_TODO_TOOLS: '0',
    });
    expect(plan(spec('gemini'), run, asRoot).env).not.toHaveProperty('IS_SANDBOX');
  });

  test('an agent of which nothing is known gets what it was given', () => {
    const { run, ground } = scene(['api'], ['mine']);
    const made = plan(spec(undefined, { command: ['mine'] }), run, ground);
    expect(made).toMatchObject({ env: ground.env, configOptions: {}, quirks: {} });
    expect(made).not.toHaveProperty('mode');
  });
});

describe('the tool with which it asks', () => {
  const waits = (made: AcpPlan) => JSON.stringify([made.mcpServers, made.env]);

  test.each(PRESET_NAMES)('%s gets it once, with what it needs to find the run', (name) => {
    const { run, ground } = scene(['api'], [PRESETS[name].commands[0]![0]!]);
    const made = plan(spec(name), run, ground);
    const text = waits(made);
    expect(text.split('metawsm-operator')).toHaveLength(2);
    for (const said of [
      ground.workspace,
      run.id,
      'METAWSM_OPERATOR_WAIT_MS',
      String(PRESETS[name].longestWaitMs),
    ])
      expect(text).toContain(said);
    expect(made.mcpServers).toHaveLength(PRESETS[name].operatorBy === 'protocol' ? 1 : 0);
  });

  test('Codex and opencode get it in their configuration, with a limit that is longer than its own', () => {
    const { run, ground } = scene(['api'], ['codex-acp', 'opencode']);
    const codex = JSON.parse(plan(spec('codex'), run, ground).env.CODEX_CONFIG!);
    expect(codex.mcp_servers.operator).toMatchObject({
      args: [],
      startup_timeout_sec: 120,
      tool_timeout_sec: 86_400,
    });
    expect(codex.mcp_servers.operator.env.METAWSM_AGENT).toBe('it');
    expect(codex.features).toEqual({ default_mode_request_user_input: true });
    const opencode = JSON.parse(plan(spec('opencode'), run, ground).env.OPENCODE_CONFIG_CONTENT!);
    expect(opencode.mcp.operator).toMatchObject({ type: 'local', timeout: 86_400_000, enabled: true });
    expect(opencode.permission.bash).toBe('ask');
  });

  test('what somebody set there stays, key by key', () => {
    const { run, ground } = scene(['api'], ['codex-acp', 'opencode']);
    const CODEX_CONFIG =
      '{"model":"x","features":{"default_mode_request_user_input":false,"y":1},"__proto__":{"z":1}}';
    const codex = JSON.parse(
      plan(spec('codex'), run, { ...ground, env: { ...ground.env, CODEX_CONFIG } }).env.CODEX_CONFIG!,
    );
    expect(codex).toMatchObject({ model: 'x', features: { default_mode_request_user_input: false, y: 1 } });
    expect(codex.mcp_servers.operator.command).toContain('metawsm-operator');
    for (const broken of ['{', '[]', '7', 'null'])
      expect(
        plan(spec('codex'), run, { ...ground, env: { ...ground.env, CODEX_CONFIG: broken } }).env
          .CODEX_CONFIG,
      ).toBe(broken);
  });
});

describe('what Codex may write of git', () => {
  function committed(names = ['api']) {
    const s = scene(names, ['codex-acp']);
    for (const { name, path } of s.run.worktrees) {
      makeRepo(join(s.home, 'clones', name), { 'a.txt': 'a\n' });
      const bare = join(s.home, 'repos', `${name}.git`);
      execFileSync('git', ['clone', '-q', '--bare', join(s.home, 'clones', name), bare]);
      execFileSync('git', ['worktree', 'add', '-q', '-f', '-b', `metawsm/${s.run.id}`, path], { cwd: bare });
    }
    return s;
  }
  const roots = ({ run, ground }: ReturnType<typeof scene>) =>
    JSON.parse(plan(spec('codex'), run, ground).env.CODEX_CONFIG!).sandbox_workspace_write?.writable_roots ??
    [];

  test('is what a commit in its worktrees needs, never configuration and hooks', () => {
    const s = committed(['api', 'web']);
    const of = (name: string) => join(s.home, 'repos', `${name}.git`);
    expect(roots(s)).toEqual(
      ['api', 'web'].flatMap((name) => [
        join(of(name), 'worktrees', name),
        join(of(name), 'objects'),
        join(of(name), 'refs/heads/metawsm'),
      ]),
    );
  });

  test.each([
    ['another place', (file: string) => writeFileSync(file, 'gitdir: /etc\n')],
    ['a way up', (file: string, at: string) => writeFileSync(file, `gitdir: ${at}/worktrees/..\n`)],
    [
      'a longer way up',
      (file: string, at: string) => writeFileSync(file, `gitdir: ${at}/worktrees/x/../..\n`),
    ],
    [
      'a folder that is not there',
      (file: string, at: string) => writeFileSync(file, `gitdir: ${at}/worktrees/y\n`),
    ],
    ['much', (file: string) => writeFileSync(file, `gitdir: /${'x'.repeat(10_000)}\n`)],
    ['something else', (file: string) => writeFileSync(file, 'hello')],
  ])('an agent that names %s gets nothing by it', (_, write) => {
    const s = committed();
    const file = join(s.run.worktrees[0]!.path, '.git');
    write(file, join(s.home, 'repos', 'api.git'));
    const given = roots(s);
    expect(given.filter((root: string) => /worktrees\/?$|\/etc|\.git\/?$|\/\.\.?$/.test(root))).toEqual([]);
  });

  test('an agent that names the worktree of another run gets nothing by it', () => {
    const s = committed();
    const bare = join(s.home, 'repos', 'api.git');
    const other = join(s.home, 'workspaces', 'other', 'theirs');
    execFileSync('git', ['worktree', 'add', '-q', '-b', 'metawsm/other', other, 'main'], { cwd: bare });
    writeFileSync(join(s.run.worktrees[0]!.path, '.git'), `gitdir: ${bare}/worktrees/theirs\n`);
    expect(roots(s)).toEqual([]);
  });

  test('a link in its place is not followed', () => {
    const s = scene(['api'], ['codex-acp']);
    symlinkSync('/etc/passwd', join(s.run.worktrees[0]!.path, '.git'));
    expect(roots(s)).toEqual([]);
  });
});
