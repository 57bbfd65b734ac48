/** Interviewers of all kinds, as real programs over real repositories. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../../src/run/context.js';
import type { RunEvent } from '../../../src/run/events.js';
import { commit, git, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { until } from '../desk.js';
import { call } from '../workspace/bench.js';
import { homeOf, interviewsIn, readRun } from './bench.js';

let root: string;
let api: string;
let run: RunContext;

beforeEach(async () => {
  root = temporary();
  api = makeRepo(join(root, 'api'), { 'a.txt': 'a\n', 'src/b.txt': 'b\n' });
  run = await readRun(root, api);
});

afterEach(() => {
  expect(left()).toEqual([]);
  removeTemporary();
});

const left = () =>
  existsSync(join(homeOf(root), 'interviews')) ? readdirSync(join(homeOf(root), 'interviews')) : [];
const seen = (name: string) => readFileSync(join(root, name), 'utf8');
/** Lives; what nobody has buried yet does not. */
function runs(pid: string): boolean {
  const stat = existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return stat !== '' && !/\) [ZX] /u.test(stat);
}
const GOOD =
  '{"questions": [{"field": "goal", "question": "Which language?", "options": ["English"], "why": "So."}]}';

/** A program of these lines of shell. */
function program(...lines: string[]): string[] {
  write(root, { 'interviewer.sh': `#!/bin/sh\n${lines.join('\n')}\n` });
  return [join(root, 'interviewer.sh')];
}

const ask = (
  stage: ReturnType<typeof interviewsIn>,
  signal?: AbortSignal,
  of = run,
): Promise<RunEvent | undefined> => stage['interview.ask']({ step: 4, round: 1 }, of, call(signal));

const asked = (lines: string[], more?: Parameters<typeof interviewsIn>[2]) =>
  ask(interviewsIn(root, program(...lines), more));
const failure = (code: string, detail: unknown = expect.any(String)) =>
  expect.objectContaining({ type: 'interview_failed', step: 4, fault: { code, detail } });

describe('what it reads', () => {
  test('the base commit, the ticket, the draft and the prompt, without a git directory and without the right to write', async () => {
    const tell = [
      'cat >"$HOME/prompt"; readlink /proc/self/fd/0 >"$HOME/stdin" </dev/fd/0 || true',
      'find . -type f | sort >"$HOME/files"; find . -perm /222 >"$HOME/writable"; pwd >"$HOME/cwd"',
      'cp draft.json "$HOME/draft"; cp ticket/index.md "$HOME/ticket"; env | sort >"$HOME/env"',
      `echo '${GOOD}'`,
    ];
    const event = await asked(tell);
    expect(event).toMatchObject({
      type: 'interview_done',
      step: 4,
      questions: [{ question: 'Which language?' }],
    });
    expect(seen('files').trim().split('\n')).toEqual([
      './draft.json',
      './repositories/api/a.txt',
      './repositories/api/src/b.txt',
      './ticket/index.md',
    ]);
    expect(seen('writable')).toBe('');
    expect(seen('prompt')).toMatch(/interviewer of the metawsm run abc-1-aaaaaa, in round 1 of at most 2/);
    expect(seen('prompt')).not.toContain('channel');
    expect(JSON.parse(seen('draft'))).toMatchObject({
      ticket: 'ABC-1',
      round: 1,
      ticket_documents: 'ticket',
      repositories: [
        { name: 'api', base: 'main', base_commit: git(api, 'rev-parse', 'main'), files_left_out: 0 },
      ],
    });
    expect(seen('env')).toMatch(/^METAWSM_INTERVIEW=1$/m);
    expect(seen('cwd').trim()).toBe(join(homeOf(root), 'interviews', 'abc-1-aaaaaa-1', 'reading'));
  });

  test('standard input is a regular file', async () => {
    await asked(['stat -L -c %F /dev/stdin >"$HOME/kind"', `echo '${GOOD}'`]);
    expect(seen('kind').trim()).toBe('regular file');
  });

  test('no link leads out, no filter runs, a file of two megabytes and a submodule are left out', async () => {
    symlinkSync('/etc/passwd', join(api, 'link'));
    write(api, {
      '.gitattributes': '* filter=evil\n',
      'large.bin': 'x'.repeat(2_000_000),
      'name with\nbreak': 'odd\n',
    });
    commit(api, {});
    git(api, 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},sub`);
    git(api, 'commit', '-qm', 'a submodule');
    run = await readRun(root, api);
    // an agent of another run can write there
    const config = join(homeOf(root), 'repos', 'api.git', 'config');
    git(root, 'config', '--file', config, 'filter.evil.smudge', `touch ${join(root, 'smudged')}; cat`);
    git(root, 'config', '--file', config, 'core.hooksPath', join(root, 'hooks'));
    write(root, { 'hooks/post-checkout': `#!/bin/sh\ntouch ${join(root, 'smudged')}\n` });
    await asked([
      'cd repositories/api; ls -A >"$HOME/files"; test -h link && echo link >"$HOME/is"; cat link >"$HOME/target"',
      'cp ../../draft.json "$HOME/draft"',
      `echo '${GOOD}'`,
    ]);
    expect(seen('files')).toContain('name with');
    expect(seen('files')).not.toContain('large.bin');
    expect(existsSync(join(root, 'is'))).toBe(false);
    expect(seen('target')).toBe('/etc/passwd');
    expect(JSON.parse(seen('draft')).repositories[0].files_left_out).toBe(1);
    expect(existsSync(join(root, 'smudged'))).toBe(false);
  });

  test('what it writes all the same reaches no repository and goes with the folder', async () => {
    const before = git(join(homeOf(root), 'repos', 'api.git'), 'for-each-ref');
    const event = await asked([
      'echo x >repositories/api/a.txt; mkdir -p repositories/api/.git/hooks; echo y >new; git init -q . 2>/dev/null',
      `echo '${GOOD}'`,
    ]);
    expect(event?.type).toBe('interview_done');
    expect(git(join(homeOf(root), 'repos', 'api.git'), 'for-each-ref')).toBe(before);
    expect(git(api, 'status', '--porcelain')).toBe('');
  });

  test('it is asked without a ticket where that cannot be read', async () => {
    const missed: string[] = [];
    const event = await asked([`ls; echo '${GOOD}'`], {
      ticketFiles: async () => {
        throw new Error('no network');
      },
      missed: (_, { code }) => void missed.push(code),
    });
    expect([event?.type, missed]).toEqual(['interview_done', ['ticket_unread']]);
  });
});

describe('what it answers', () => {
  test('has its secrets taken out', async () => {
    const event = await asked([
      `echo '{"questions": [{"field": "goal", "question": "Is hunter22 it?", "options": ["hunter22"]}]}'`,
    ]);
    expect(event).toMatchObject({ questions: [{ question: 'Is ••• it?', options: ['•••'] }] });
  });

  test.each([
    ['garbage', "echo 'no idea'; head -c 4096 /dev/urandom", 'interview_unfit'],
    ['seven questions', `echo '{"questions": [1,2,3,4,5,6,7]}'`, 'interview_unfit'],
    [
      'an unknown field',
      `echo '{"questions": [{"field": "budget", "question": "How much?"}]}'`,
      'interview_unfit',
    ],
    ['ten megabytes', `head -c 10000000 /dev/zero | tr '\\0' x; echo '${GOOD}'`, 'interview_too_much'],
    ['an exit code', `echo '${GOOD}'; echo 'key hunter22 is wrong' >&2; exit 3`, 'interview_failed'],
    ['the end by a signal', 'kill -9 $$', 'interview_failed'],
  ])('%s is told and counts for nothing', async (_, line, code) => {
    const stage = interviewsIn(root, program(line));
    expect(await ask(stage)).toEqual(failure(code));
    expect(stage.missed).toMatchObject([{ code }]);
  });

  test('why it failed is told in its words, without secrets', async () => {
    expect(await asked(["echo 'key hunter22 is wrong' >&2; exit 3"])).toEqual(
      failure('interview_failed', 'exit code 3: key ••• is wrong'),
    );
  });

  test('a program that is not there, and an agent that is not', async () => {
    expect(await ask(interviewsIn(root, [join(root, 'nowhere')]))).toEqual(failure('interview_not_found'));
    const other = { ...run, interview: { ...run.interview!, agent: 'gone' } };
    expect(await ask(interviewsIn(root, program('true')), undefined, other)).toEqual(
      failure('interview_not_found'),
    );
  });
});

describe('how it ends', () => {
  const stubborn = [
    "trap '' TERM",
    '(trap "" TERM; while :; do sleep 0.05; done) &',
    'echo "$! $$" >"$HOME/pids"',
  ];
  const pids = () => seen('pids').trim().split(' ');
  const begun = () => until(() => existsSync(join(root, 'pids')) && pids().length === 2, 'it reads');

  test('at its time, with everything below it, however stubborn', async () => {
    expect(await asked([...stubborn, 'while :; do sleep 0.05; done'], { timeoutMs: 5_000 })).toEqual(
      failure('interview_timeout', '5 seconds'),
    );
    expect(pids().map(runs)).toEqual([false, false]);
  });

  test('what it leaves running when it ends by itself is ended', async () => {
    expect((await asked([...stubborn, `echo '${GOOD}'`]))?.type).toBe('interview_done');
    expect(pids().map(runs)).toEqual([false, false]);
  });

  test('when the run moves on; that is no failure', async () => {
    const stop = new AbortController();
    const stage = interviewsIn(root, program(...stubborn, 'while :; do sleep 0.05; done'));
    const asking = ask(stage, stop.signal).catch((error: unknown) => error);
    await begun();
    stop.abort();
    expect(await asking).toBeInstanceOf(Error);
    expect(pids().map(runs)).toEqual([false, false]);
    expect(stage.missed).toEqual([]);
  });

  test('when the bot was killed: the next one ends it and removes what it read', async () => {
    const [path = ''] = program(...stubborn, 'while :; do sleep 0.05; done');
    const bot = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/fixtures/interviewers/asks-until-killed.ts', root, path, JSON.stringify(run)],
      { stdio: ['ignore', 'inherit', 'inherit'], env: { PATH: process.env.PATH } },
    );
    await begun();
    const list = join(homeOf(root), 'interviews/abc-1-aaaaaa-1/processes.json');
    await until(
      () => existsSync(list) && readFileSync(list, 'utf8').includes(`:${pids()[1]},`),
      'it is noted',
    );
    bot.kill('SIGKILL');
    await once(bot, 'exit');
    expect(pids().map(runs)).toEqual([true, true]);
    expect(left()).toEqual(['abc-1-aaaaaa-1']);
    const next = interviewsIn(root, program(`echo '${GOOD}'`));
    await next.clear();
    expect(pids().map(runs)).toEqual([false, false]);
    expect(left()).toEqual([]);
    expect((await ask(next))?.type).toBe('interview_done');
  });

  test('a list of its processes that it has spoilt costs neither its answer nor the next start', async () => {
    const spoilt: [string, object[]][] = [
      ['echo garbage >../processes.json', []],
      ['rm ../processes.json; mkdir ../processes.json', [{ code: 'interview_left' }]],
    ];
    for (const [spoil, missed] of spoilt) {
      const noted = 'while ! [ -e ../processes.json ]; do sleep 0.02; done; sleep 0.2';
      const stage = interviewsIn(root, program(noted, spoil, `echo '${GOOD}'`));
      expect((await ask(stage))?.type).toBe('interview_done');
      expect(stage.missed).toEqual(missed);
      expect(left()).toEqual([]);
    }
    write(homeOf(root), { 'interviews/abc-1-aaaaaa-1/processes.json': 'null' });
    await interviewsIn(root, program()).clear();
    expect(left()).toEqual([]);
  });

  test('what cannot be removed keeps no bot from starting', async () => {
    write(homeOf(root), { 'interviews/abc-1-aaaaaa-1': 'a file, where no folder can be\n' });
    const stage = interviewsIn(root, program());
    await stage.clear();
    expect(stage.missed).toEqual([{ code: 'interview_left' }]);
    expect(left()).toEqual([]);
  });

  test('when the bot was killed before it could note whom it had started', async () => {
    const whole = join(homeOf(root), 'interviews', 'abc-1-aaaaaa-1');
    const folder = join(whole, 'reading');
    mkdirSync(folder, { recursive: true });
    const [path = ''] = program(...stubborn, 'while :; do sleep 0.05; done');
    const env = { PATH: process.env.PATH, HOME: root, METAWSM_WORKSPACE: folder };
    const reader = spawn(path, { cwd: folder, env, detached: true, stdio: 'ignore' });
    const ended = once(reader, 'exit');
    await begun();
    await interviewsIn(root, program('true')).clear();
    await ended;
    expect(pids().map(runs)).toEqual([false, false]);
    expect(left()).toEqual([]);
  });

  test('two at once, the third when one has ended', async () => {
    const stage = interviewsIn(
      root,
      program(
        'echo x >"$HOME/begun-$METAWSM_RUN_ID"; while ! [ -e "$HOME/go" ]; do sleep 0.02; done',
        `echo '${GOOD}'`,
      ),
    );
    const ids = ['abc-1-aaaaaa', 'abc-2-bbbbbb', 'abc-3-cccccc'];
    const all = ids.map((id) => ask(stage, undefined, { ...run, id }));
    const begunOf = () => ids.filter((id) => existsSync(join(root, `begun-${id}`)));
    await until(() => begunOf().length === 2, 'two read');
    expect(left()).toHaveLength(2);
    write(root, { go: '' });
    expect((await Promise.all(all)).map((event) => event?.type)).toEqual(Array(3).fill('interview_done'));
    expect(begunOf()).toEqual(ids);
  });
});

test('the example asks once where nobody speaks of compatibility', async () => {
  const example = [join(process.cwd(), 'examples/agents/interview.sh')];
  expect(await ask(interviewsIn(root, example))).toMatchObject({ questions: [{ field: 'constraints' }] });
  const ticketFiles = async () => [{ path: 'index.md', content: 'No breaking changes.\n' }];
  expect(await ask(interviewsIn(root, example, { ticketFiles }))).toMatchObject({ questions: [] });
});
