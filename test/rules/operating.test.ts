/** docs/operating.md, the unit files and the container say what the code does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(path, 'utf8');
const below = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

const operating = read('docs/operating.md');
const code = below('src', '.ts').map(read).join('\n');
const units = below('examples/systemd', '.service');
const container = ['Dockerfile', 'compose.yaml'].map((name) => read(join('examples/container', name)));

describe('docs/operating.md', () => {
  test('names the exit codes of the program, and no other', () => {
    const [, codes = ''] = /const EXIT = \{(.*)\}/u.exec(read('src/main.ts')) ?? [];
    const real = ['0', ...[...codes.matchAll(/: (\d+)/gu)].map((match) => match[1])];
    const table = [...operating.matchAll(/^\| (\d+) \|/gmu)].map((match) => match[1]);
    expect(table.sort()).toEqual(real.sort());
  });

  test('names only variables that are read or handed on', () => {
    const text = [operating, ...units.map(read), ...container].join('\n');
    const named = new Set(text.match(/\b(?:METAWSM|SLACK)_[A-Z_]+\b|\b(?:DATABASE_URL|LOG_LEVEL|PORT)\b/gu));
    expect([...named].filter((name) => !new RegExp(`\\b${name}\\b`, 'u').test(code))).toEqual([]);
  });

  test('quotes lines of the log as they are written', () => {
    for (const line of [
      'metawsm is connected to Slack',
      'Slack does not answer; I keep trying',
      'no worktree could be kept ready',
    ]) {
      expect(operating).toContain(line);
      expect(code).toContain(line);
    }
  });

  test('names numbers as the code has them', () => {
    expect(operating).toContain('more than 16 MiB');
    expect(code).toContain('LOG_BYTES = 16 * 1024 * 1024');
    expect(operating).toContain('work under way ten seconds');
    expect(code).toContain('tempo.drainMs ?? 10_000');
  });

  test('its scripts and files exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...operating.matchAll(/npm run ([\w:]+)/gu)].map((match) => match[1]!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const files = operating.match(/(?<![\w./-])(?:\/opt\/metawsm\/)?examples\/[\w./-]*\w/gu) ?? [];
    expect(files.filter((file) => !existsSync(file.replace('/opt/metawsm/', '')))).toEqual([]);
    expect(existsSync('src/main.ts')).toBe(true);
  });
});

const documents = ['README.md', 'CHANGELOG.md', ...below('docs', '.md')];

test.each(documents)('the links of %s lead somewhere', (path) => {
  const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/gu)].map((match) => match[1]!);
  expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
});

describe.each(units)('%s', (path) => {
  const unit = read(path);

  test('stops the bot alone, starts it again after a fault, and not with a wrong configuration', () => {
    expect(unit).toMatch(/^KillMode=process$/mu);
    expect(unit).toMatch(/^Restart=on-failure$/mu);
    expect(unit).toMatch(/^RestartPreventExitStatus=78$/mu);
    expect(unit).toMatch(/^OOMPolicy=continue$/mu);
    expect(unit).toMatch(/^ExecStart=.*\bnode dist\/src\/main\.js$/mu);
  });

  test('has no line that would break agents', () => {
    const [, table = ''] = /Do not add:\n\n([\s\S]*?)\n\n/u.exec(operating) ?? [];
    const bad = [...table.matchAll(/`(\w+=\w*)`/gu)].map((match) => match[1]!);
    expect(bad.length).toBeGreaterThan(5);
    expect(bad.filter((line) => new RegExp(`^${line}`, 'mu').test(unit))).toEqual([]);
  });
});

test('the container runs the program on a Node.js that it supports, and keeps the home', () => {
  const [dockerfile = '', compose = ''] = container;
  const { engines } = JSON.parse(read('package.json'));
  const [, least] = /(\d+)/u.exec(engines.node) ?? [];
  for (const [, major] of dockerfile.matchAll(/^FROM node:(\d+)/gmu))
    expect(Number(major)).toBeGreaterThanOrEqual(Number(least));
  expect(dockerfile).toContain('ENTRYPOINT ["tini", "--"]');
  expect(dockerfile).toContain('CMD ["node", "dist/src/main.js"]');
  const { services, volumes } = parse(compose);
  const { build, environment, volumes: mounts } = services.metawsm;
  expect(existsSync(join('examples/container', build.context, build.dockerfile))).toBe(true);
  expect(mounts).toContain(`${Object.keys(volumes)[0]}:${environment.METAWSM_HOME}`);
  for (const [name, value] of Object.entries(environment)) expect(dockerfile).toContain(`${name}=${value}`);
});
