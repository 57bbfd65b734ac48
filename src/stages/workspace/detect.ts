/** What a repository's own files offer, read at one commit without a checkout. */
import type { Git } from '../../shell/git.js';

const MOST_AREAS = 200;
const SCRIPTS = ['test', 'lint', 'build', 'typecheck', 'check'];
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const JUSTFILES = ['justfile', 'Justfile', '.justfile'];

export interface Findings {
  /** Commands as people would type them, each once. */
  detected: string[];
  /** Top-level names, then folders of the second level. */
  areas: string[];
  /** Paths of submodules, where there are any. */
  submodules?: string[];
}

/** Reads the tree of `commit` (a full id). */
export async function detect(git: Git, commit: string): Promise<Findings> {
  const names = await topLevel(git, commit);
  const read = async (candidates: string[]) => {
    const name = candidates.find((candidate) => names.get(candidate) === 'file');
    return name === undefined ? undefined : (await git(['cat-file', 'blob', `${commit}:${name}`])).stdout;
  };
  const has = (...candidates: string[]) => candidates.some((name) => names.get(name) === 'file');
  const detected = [
    ...scripts(await read(['package.json']), has),
    ...targets(await read(MAKEFILES), 'make', /^([\w.-]+(?:[ \t]+[\w.-]+)*)[ \t]*::?(?!=)/gm),
    ...targets(await read(JUSTFILES), 'just', /^@?([\w-]+)[ \t]*:(?!=)/gm),
    ...(has('Cargo.toml') ? ['cargo test'] : []),
    ...(has('go.mod') ? ['go test ./...'] : []),
    ...(has('pytest.ini', 'conftest.py') || usesPytest(await read(['pyproject.toml']), names)
      ? ['pytest']
      : []),
  ];
  const { second, submodules } = await folders(git, commit);
  return {
    detected: [...new Set(detected)],
    areas: [...names.keys(), ...second].slice(0, MOST_AREAS),
    ...(submodules.length > 0 ? { submodules: submodules.slice(0, MOST_AREAS) } : {}),
  };
}

async function topLevel(git: Git, commit: string): Promise<Map<string, 'file' | 'folder' | 'other'>> {
  const { stdout } = await git(['ls-tree', '-z', commit]);
  const entries = stdout.split('\0').filter(Boolean);
  return new Map(
    entries.map((entry) => {
      const tab = entry.indexOf('\t');
      const [name, mode] = [entry.slice(tab + 1), entry.slice(0, 6)];
      return [name, mode.startsWith('100') ? 'file' : mode === '040000' ? 'folder' : 'other'];
    }),
  );
}

async function folders(git: Git, commit: string): Promise<{ second: string[]; submodules: string[] }> {
  const { stdout } = await git(['ls-tree', '-r', '-t', '-d', '-z', commit]);
  const entries = stdout.split('\0').filter(Boolean);
  const pathOf = (entry: string) => entry.slice(entry.indexOf('\t') + 1);
  return {
    second: entries.map(pathOf).filter((path) => path.split('/').length === 2),
    submodules: entries.filter((entry) => entry.startsWith('160000')).map(pathOf),
  };
}

function scripts(text: string | undefined, has: (...names: string[]) => boolean): string[] {
  const found = text === undefined ? {} : scriptsOf(text);
  const runner = has('pnpm-lock.yaml') ? 'pnpm' : has('yarn.lock') ? 'yarn' : 'npm';
  return SCRIPTS.filter((name) => typeof found[name] === 'string' && !isPlaceholder(found[name])).map(
    (name) => (name === 'test' ? `${runner} test` : `${runner} run ${name}`),
  );
}

/** A package.json that does not parse offers nothing; that is for its own tools to complain about. */
function scriptsOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    const found = (parsed as { scripts?: unknown } | null)?.scripts;
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What `npm init` writes where there is no test. */
function isPlaceholder(script: unknown): boolean {
  return String(script).includes('Error: no test specified');
}

function targets(text: string | undefined, program: string, pattern: RegExp): string[] {
  const names = [...(text ?? '').matchAll(pattern)].flatMap((match) => match[1]?.split(/[ \t]+/) ?? []);
  return SCRIPTS.filter((name) => names.includes(name)).map((name) => `${program} ${name}`);
}

function usesPytest(pyproject: string | undefined, names: Map<string, string>): boolean {
  if (pyproject === undefined) return false;
  return /pytest/.test(pyproject) || names.get('tests') === 'folder' || names.get('test') === 'folder';
}
