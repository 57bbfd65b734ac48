/** What detection sees of a commit: its folders, and the texts of a few small files. No checkout, no link is followed. */
import type { Git } from '../../../shell/git.js';

/** A command with the file that offers it. */
export interface Find {
  /** As people would type it. */
  command: string;
  /** Relative to the repository. */
  path: string;
}

export interface Sight {
  /** Top-level names. */
  names: ReadonlyMap<string, 'file' | 'folder' | 'other'>;
  /** Paths of all folders. */
  folders: readonly string[];
  submodules: readonly string[];
  /** Paths of the files in `.github/workflows`, those that sound like checks first. */
  workflows: readonly string[];
  /** The first of these that is a regular file at the top level, or a file that names owners. */
  first(...candidates: string[]): string | undefined;
  has(...candidates: string[]): boolean;
  /** True where it can be started. */
  isProgram(path: string): boolean;
  /** Undefined where there is no such file, where it is too large, and where it is no text. */
  text(path: string | undefined): string | undefined;
}

/** What is larger, in bytes, is not read: nobody writes that much by hand. */
const LARGEST = 256 * 1024;
const MOST_WORKFLOWS = 12;
const TIMEOUT_MS = 60_000;

interface Entry {
  path: string;
  mode: string;
  id: string;
  bytes: number;
}

/** Looks at `commit` (a full id); `wanted` names the files below the top level and at it whose text is read. */
export async function sightOf(git: Git, commit: string, wanted: readonly string[]): Promise<Sight> {
  const top = await listed(git, [commit]);
  const below = await listed(git, [commit, '--', ...wanted.filter(isBelow), '.github/workflows/']);
  const files = [...top, ...below].filter(({ mode }) => mode.startsWith('100'));
  const workflows = files
    .filter(({ path }) => /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path))
    .sort(byPromise);
  const few = workflows.slice(0, MOST_WORKFLOWS);
  const read = [...files.filter(({ path }) => wanted.includes(path)), ...few];
  const texts = await textsOf(git, read);
  const modes = new Map(files.map(({ path, mode }) => [path, mode]));
  const first = (...candidates: string[]) => candidates.find((path) => modes.has(path));
  return {
    names: new Map(top.map(({ path, mode }) => [path, kindOf(mode)])),
    ...(await foldersOf(git, commit)),
    workflows: few.map(({ path }) => path),
    first,
    has: (...candidates) => first(...candidates) !== undefined,
    isProgram: (path) => modes.get(path) === '100755',
    text: (path) => (path === undefined ? undefined : texts.get(path)),
  };
}

const isBelow = (path: string) => path.includes('/');

/** A file called `ci` or `test` says more of the checks than one called `stale`. */
const byPromise = (one: Entry, other: Entry) => promise(other.path) - promise(one.path);
const promise = (path: string) => (/\b(?:ci|tests?|checks?|lint|build|main)\b/iu.test(path) ? 1 : 0);

const kindOf = (mode: string) => (mode.startsWith('100') ? 'file' : mode === '040000' ? 'folder' : 'other');

async function listed(git: Git, args: readonly string[]): Promise<Entry[]> {
  const { stdout } = await git(['ls-tree', '-z', '-l', '--full-tree', ...args]);
  return stdout.split('\0').flatMap((line) => {
    const [, mode, id, bytes, path] = /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/su.exec(line) ?? [];
    return mode && id && path ? [{ mode, id, bytes: Number(bytes) || 0, path }] : [];
  });
}

async function foldersOf(git: Git, commit: string): Promise<Pick<Sight, 'folders' | 'submodules'>> {
  const { stdout } = await git(['ls-tree', '-r', '-t', '-d', '-z', commit], { timeoutMs: TIMEOUT_MS });
  const entries = stdout.split('\0').filter(Boolean);
  const pathOf = (entry: string) => entry.slice(entry.indexOf('\t') + 1);
  return {
    folders: entries.filter((entry) => entry.startsWith('040000')).map(pathOf),
    submodules: entries.filter((entry) => entry.startsWith('160000')).map(pathOf),
  };
}

/** All of them with one git, byte by byte, since a text may hold anything. */
async function textsOf(git: Git, entries: readonly Entry[]): Promise<Map<string, string>> {
  const small = entries.filter(({ bytes }) => bytes > 0 && bytes <= LARGEST);
  const found = new Map<string, string>();
  if (small.length === 0) return found;
  const input = small.map(({ id }) => `${id}\n`).join('');
  const { stdout } = await git(['cat-file', '--batch'], { input, bytes: true });
  let at = 0;
  for (const { path, id, bytes } of small) {
    const head = `${id} blob ${bytes}\n`;
    const begin = at + head.length;
    if (stdout.slice(at, begin) !== head) throw new Error(`git gave something else in place of ${path}`);
    const text = decoded(stdout.slice(begin, begin + bytes));
    if (text !== undefined) found.set(path, text);
    at = begin + bytes + 1;
  }
  return found;
}

function decoded(bytes: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return undefined;
  }
}
