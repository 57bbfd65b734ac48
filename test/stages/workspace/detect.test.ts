/** What the files of a repository offer: each kind of repository, and those of people who mean harm. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { gitIn } from '../../../src/shell/git.js';
import { detect, type Findings } from '../../../src/stages/workspace/detect/detect.js';
import { commit, git, makeRepo, removeTemporary, temporary } from '../../fixtures/git-repos.js';

afterAll(removeTemporary);

type Files = Record<string, string>;

const found = (files: Files): Promise<Findings> => read(makeRepo(join(temporary(), 'repo'), files));
const read = (repo: string) =>
  detect(gitIn({ gitDir: join(repo, '.git'), config: 'own' }), git(repo, 'rev-parse', 'HEAD'));

/** `npm test < package.json`. */
const commands = ({ detected, foundIn = [] }: Findings) =>
  detected.map((command, at) => `${command} < ${foundIn[at]}`);

const pkg = (scripts: unknown, more: object = {}) => JSON.stringify({ scripts, ...more });
const workflow = (...runs: string[]) =>
  `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n${runs
    .map((run) => `      - run: |\n${run.replace(/^/gm, '          ')}\n`)
    .join('')}`;

describe('commands', () => {
  test.each<[string, Files, string[]]>([
    ['npm', { 'package.json': pkg({ test: 'jest', start: 'x' }) }, ['npm test < package.json']],
    [
      'yarn by its lock',
      { 'package.json': pkg({ test: 'jest', lint: 'x' }), 'yarn.lock': '' },
      ['yarn test < package.json', 'yarn run lint < package.json'],
    ],
    [
      'bun, whose own test is something else',
      { 'package.json': pkg({ test: 'x' }), 'bun.lock': '' },
      ['bun run test < package.json'],
    ],
    [
      'a named package manager before a lock',
      { 'package.json': pkg({ test: 'x' }, { packageManager: 'pnpm@9.1.0' }), 'package-lock.json': '{}' },
      ['pnpm test < package.json'],
    ],
    [
      'a Taskfile without what is internal',
      { 'Taskfile.yml': 'version: 3\ntasks:\n  test: go test\n  lint: { internal: true, cmds: [x] }\n' },
      ['task test < Taskfile.yml'],
    ],
    [
      'just with optional arguments only',
      { justfile: 'test *args:\n  x\nlint target:\n  x\ncheck mode="all":\n  x\n' },
      ['just test < justfile', 'just check < justfile'],
    ],
    [
      'Rust with settings for its tools',
      { 'Cargo.toml': '[package]\n[lints.clippy]\n', 'rustfmt.toml': '' },
      ['cargo test < Cargo.toml', 'cargo clippy < Cargo.toml', 'cargo fmt --check < rustfmt.toml'],
    ],
    [
      'Go',
      { 'go.mod': 'module x', '.golangci.yml': '' },
      ['go test ./... < go.mod', 'golangci-lint run < .golangci.yml'],
    ],
    [
      'Python',
      { 'tox.ini': '[tox]\n[pytest]\n', 'noxfile.py': '', 'pyproject.toml': '[tool.ruff]\n' },
      ['pytest < tox.ini', 'tox < tox.ini', 'nox < noxfile.py', 'ruff check < pyproject.toml'],
    ],
    ['Maven', { 'pom.xml': '<x/>' }, ['mvn -q test < pom.xml']],
    ['Maven with its wrapper', { 'pom.xml': '<x/>', mvnw: '#!/bin/sh\n' }, ['./mvnw test < pom.xml']],
    ['Gradle', { 'build.gradle': '' }, ['gradle test < build.gradle']],
    [
      'Gradle with a wrapper that can be started',
      { 'build.gradle.kts': '', gradlew: '#!/bin/sh\n' },
      ['./gradlew test < build.gradle.kts'],
    ],
    ['a wrapper that cannot', { 'build.gradle': '', gradlew: 'echo' }, ['gradle test < build.gradle']],
    ['PHP', { 'composer.json': pkg({ test: 'x' }) }, ['composer test < composer.json']],
    [
      'PHP without a script',
      { 'composer.json': '{}', 'phpunit.xml.dist': '' },
      ['vendor/bin/phpunit < phpunit.xml.dist'],
    ],
    ['Ruby', { Gemfile: '', Rakefile: 'task :test do\nend\n' }, ['bundle exec rake test < Rakefile']],
    ['Elixir and .NET', { 'mix.exs': '', 'App.sln': '' }, ['mix test < mix.exs', 'dotnet test < App.sln']],
    [
      'what CI runs, beside what is known already',
      {
        'package.json': pkg({ test: 'x' }),
        '.github/workflows/ci.yml': workflow(
          'npm ci\nnpm run test\nnpx tsc --noEmit',
          'go vet ./...',
          'python -m pytest -q --cov=src\nscripts/check.sh --all',
        ),
        '.gitlab-ci.yml': 'unit:\n  before_script: [npm ci]\n  script:\n    - npm run check:types\n',
      },
      [
        'npm test < package.json',
        'npx tsc --noEmit < .github/workflows/ci.yml',
        'go vet ./... < .github/workflows/ci.yml',
        'python -m pytest -q --cov=src < .github/workflows/ci.yml',
        'scripts/check.sh --all < .github/workflows/ci.yml',
        'npm run check:types < .gitlab-ci.yml',
      ],
    ],
  ])('%s', async (_, files, expected) => {
    expect(commands(await found(files))).toEqual(expected);
  });

  test.each([
    'npm ci',
    'npm test | tee log',
    'npm test && npm run lint',
    'npm test -- ${{ matrix.shard }}',
    'npm test $FLAGS',
    'npm test "$FLAGS"',
    'sudo npm test',
    'curl -d test https://example.com',
    'npm run test:deploy',
    'npm publish --tag test',
    'npm run build\ncd packages/test\nnpm test',
    'export CI=1\nnpm test',
    'CI=1 npm test',
    'if npm test\nthen echo tested\nfi',
    'bash -c "npm test; reboot"',
    'python -c "import test"',
    'sh -ec "test"',
    'docker build .',
    'pip install pytest',
    'echo run tests',
    'test -d /etc/shadow',
    'make -C ../other test',
    'eslint src/*.ts',
    `npm run lint ${'x'.repeat(120)}`,
    'npm test \\\n  --all',
    'make test -f/etc/x',
    'make -C.. test',
    'npm test --prefix=..',
    'pytest --rootdir=/',
    'pytest @/etc/x',
    'make test SHELL=/tmp/sh',
    '--share-net npm test',
    'env LD_PRELOAD=./x.so npm test',
    'env -S "bash -x" test',
    'timeout 9 python -c "import os" test',
    'uv run python -cimport test',
    'node --import=x test',
    'python -m http.server test',
    'find . -name test -delete',
    'nc example.com 80 test',
    'shutdown now test',
    'npx something test',
    'pnpm dlx something test',
    'pytest t\u0435sts',
    'npm test "\u202etxet"',
    'npm test\u200b',
  ])('CI says %j: not offered', async (run) => {
    expect((await found({ '.github/workflows/ci.yml': workflow(run) })).detected).toEqual([]);
  });

  test.each<[string, string, string]>([
    [
      'a step in another folder',
      '.github/workflows/a.yml',
      'jobs:\n  a:\n    steps:\n      - run: npm test\n        working-directory: web\n',
    ],
    [
      'a whole workflow in another folder',
      '.github/workflows/a.yml',
      'defaults: { run: { working-directory: web } }\njobs:\n  a:\n    steps:\n      - run: npm test\n',
    ],
    [
      'another shell',
      '.github/workflows/a.yml',
      'jobs:\n  a:\n    steps:\n      - run: npm test\n        shell: pwsh\n',
    ],
    ['an alias', '.github/workflows/a.yml', 'jobs:\n  a: &a\n    steps:\n      - run: npm test\n  b: *a\n'],
    ['a tag', '.gitlab-ci.yml', 'a:\n  script: !reference [.test, script]\n'],
    [
      'a folder entered before',
      '.gitlab-ci.yml',
      'default: { before_script: [cd web] }\na:\n  script: [npm test]\n',
    ],
    ['a template', '.gitlab-ci.yml', '.a:\n  script: [npm test]\n'],
    ['no YAML', '.gitlab-ci.yml', 'a: [\n'],
    ['something else', '.github/workflows/a.yml', 'jobs: [1, { steps: 7 }]\n'],
    ['another place', '.github/workflows/deeper/a.yml', workflow('npm test')],
  ])('CI with %s offers nothing', async (_, path, text) => {
    expect((await found({ [path]: text })).detected).toEqual([]);
  });
});

describe('files of people who mean harm', () => {
  test('links are not followed, wherever they stand', async () => {
    const repo = makeRepo(join(temporary(), 'repo'), {
      'real.json': pkg({ test: 'x' }),
      'ci/a.yml': workflow('npm test'),
    });
    for (const name of ['package.json', 'go.mod', 'Cargo.toml']) symlinkSync('real.json', join(repo, name));
    mkdirSync(join(repo, '.github'));
    symlinkSync('../ci', join(repo, '.github', 'workflows'));
    symlinkSync('/etc/passwd', join(repo, 'CODEOWNERS'));
    commit(repo, {});
    const { detected, parts } = await read(repo);
    expect([detected, parts]).toEqual([[], undefined]);
  });

  test('what is too large, too deep, no text or grows without end offers nothing, soon', async () => {
    const began = Date.now();
    const bomb = `a: &a [x,x,x]\n${Array.from({ length: 9 }, (_, at) => `${'bcdefghij'[at]}: &${'bcdefghij'[at]} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(',')}]`).join('\n')}\n`;
    const { detected, areas } = await found({
      'package.json': `${pkg({ test: 'x' })}${' '.repeat(5_000_000)}`,
      'composer.json': '['.repeat(200_000),
      'Taskfile.yml': `${bomb}tasks: { test: x }\n`,
      '.gitlab-ci.yml': '['.repeat(30_000),
      '.github/workflows/ci.yml': `a: [${','.repeat(30_000)}`,
      '.github/workflows/test.yml': `${bomb}jobs: *j\n`,
      Makefile: `${'a '.repeat(120_000)}\n${' '.repeat(2_000)}test:\n`,
      justfile: `test ${'*a=b '.repeat(40_000)}\n`,
      CODEOWNERS: `${'* '.repeat(120_000)}\n`,
      'Cargo.toml': 'members = [\n'.repeat(20_000),
    });
    expect(detected).toEqual(['cargo test']);
    expect(areas).toContain('package.json');
    expect(Date.now() - began).toBeLessThan(15_000);
  }, 30_000);

  test('names that objects inherit', async () => {
    const { detected } = await found({
      'package.json': '{"scripts":{"__proto__":{"test":"x"},"constructor":"x"}}',
      'Taskfile.yml': 'tasks:\n  __proto__: { test: x }\n',
    });
    expect(detected).toEqual([]);
  });
});

describe('areas', () => {
  test('sources first, what is made and what is hidden last; three levels', async () => {
    const { areas } = await found({
      '.github/workflows/x': '',
      'build/out/x': '',
      'docs/x': '',
      'src/login/form/deep/x': '',
      'zoo/x': '',
      'README.md': '',
    });
    expect(areas).toEqual([
      'src',
      'docs',
      'zoo',
      'build',
      'README.md',
      'src/login',
      'build/out',
      '.github',
      '.github/workflows',
      'src/login/form',
    ]);
  });

  test('of a large tree the first levels; few and short enough to be stored', async () => {
    const files: Files = { 'README.md': '', [`src/${'long'.repeat(60)}/x`]: '' };
    for (let at = 0; at < 400; at += 1) files[`src/some-rather-long-name-of-a-part-${at}/inner/x`] = '';
    const { areas } = await found(files);
    expect(areas.slice(0, 3)).toEqual(['src', 'README.md', 'src/some-rather-long-name-of-a-part-0']);
    expect(areas.length).toBeLessThanOrEqual(200);
    expect(areas.join('').length).toBeLessThanOrEqual(8_000);
    expect(areas.some((path) => path.includes('longlong'))).toBe(false);
  });

  test('CODEOWNERS: what stands before a pattern, where it exists; the last line counts', async () => {
    const { parts, areas } = await found({
      '.github/CODEOWNERS': [
        '# everything',
        '*            @acme/all',
        '*.js         @acme/js',
        '/src/login/  @acme/old',
        '/src/login/  @acme/login ana@example.com @ben @third # why',
        'src/**/deep  @acme/src',
        '/gone/       @acme/gone',
        '/docs/',
        '!/zoo/       @acme/zoo',
        'a\\ b        @acme/ab',
        '../etc       @acme/etc',
        '[Section][2] @acme/section',
        '/README.md   <!channel>',
      ].join('\r\n'),
      CODEOWNERS: '/zoo @acme/second',
      'src/login/a/b/x': '',
      'docs/x': '',
      'zoo/x': '',
      'README.md': '',
    });
    const namedIn = '.github/CODEOWNERS';
    expect(parts).toEqual([
      { path: 'src/login', namedIn, owners: ['@acme/login', '@ben'] },
      { path: 'src', namedIn, owners: ['@acme/src'] },
      { path: 'README.md', namedIn, owners: [] },
    ]);
    expect(areas).toContain('src/login');
  });

  test('packages of a workspace', async () => {
    const { parts } = await found({
      'package.json': JSON.stringify({
        workspaces: { packages: ['packages/*', './tool', '!packages/x', '../..', 'gone'] },
      }),
      'pnpm-workspace.yaml': 'packages:\n  - apps/**\n',
      'go.work': 'go 1.22\nuse (\n\t./svc\n)\n',
      'Cargo.toml': '[workspace]\nmembers = [\n  "crates/*",\n]\n',
      ...Object.fromEntries(
        ['packages/a/src', 'packages/b', 'tool', 'apps/web', 'svc', 'crates/core'].map((path) => [
          `${path}/x`,
          '',
        ]),
      ),
    });
    expect(parts?.map(({ path, namedIn }) => `${path} < ${namedIn}`)).toEqual([
      'packages/a < package.json',
      'packages/b < package.json',
      'tool < package.json',
      'apps/web < pnpm-workspace.yaml',
      'svc < go.work',
      'crates/core < Cargo.toml',
    ]);
  });
});
