/**
 * What a home holds that the states of its runs do not explain: of closed runs nothing but logs and rows, of open
 * ones one worktree and one branch per repository. No lock, temporary file or process of anybody else.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { QUARANTINE } from '../../src/shell/quarantine.js';
import { reading } from '../crash/database.js';
import { git } from '../fixtures/git-repos.js';

export interface RunState {
  id: string;
  /** Of `runs.status`; `kept`: closed, but an admin kept the workspace. */
  status: string;
  /** Repositories that have worktrees, or had them. */
  repos: string[];
}

export interface Place {
  home: string;
  runs: readonly RunState[];
}

/** One line per thing that should not be there. */
export function leftovers(place: Place): string[] {
  return [
    ...inWorkspaces(place),
    ...repositories(place).flatMap((name) => [...inMirror(place, name), ...inOwn(place, name)]),
    ...ofRuns(place),
    ...halfWritten(place),
    ...namesIn(join(place.home, 'interviews')).map((name) => `the interview ${name} is left`),
    ...quarantines(place),
    ...processes(place),
  ];
}

/** The runs of a home as its database has them. */
export async function runsOf(home: string): Promise<RunState[]> {
  const rows = await reading(join(home, 'metawsm.sqlite'), (ask) =>
    ask('SELECT id, status, snapshot FROM runs'),
  );
  return (rows ?? []).map(({ id, status, snapshot }) => {
    const { context } = JSON.parse(String(snapshot)) as {
      context: { worktrees: { name: string }[]; kept?: boolean };
    };
    const repos = context.worktrees.map(({ name }) => name);
    return { id: String(id), status: context.kept ? 'kept' : String(status), repos };
  });
}

/** Waits a moment for what is just ending, then throws with everything that is left, or missing unless it `mayLack`. */
export async function nothingLeft(home: string, { mayLack = false, timeoutMs = 5_000 } = {}): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const all = leftovers({ home, runs: await runsOf(home) });
    const left = mayLack ? all.filter((line) => !line.endsWith('is missing')) : all;
    if (left.length === 0) return;
    if (Date.now() > end) throw new Error(`left behind:\n${left.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Between these states and a settled one, worktrees and processes come and go. */
const IN_FLUX = new Set(['intake', 'preparing', 'closing']);
/** States in which a process of the run may live. */
const ALIVE = new Set([...IN_FLUX, 'running', 'awaiting_guidance', 'checking', 'paused']);

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const open = ({ runs }: Place, id: string): RunState | undefined =>
  runs.find((run) => run.id === id && run.status !== 'closed');

function repositories({ home }: Place): string[] {
  const named = [...namesIn(join(home, 'repos')), ...namesIn(join(home, 'merge'))];
  return [...new Set(named.flatMap((name) => /^(.+)\.(?:git|lens)$/.exec(name)?.[1] ?? []))];
}

function inWorkspaces(place: Place): string[] {
  const root = join(place.home, 'workspaces');
  const strays = namesIn(root).filter((id) => !open(place, id));
  const merged = namesIn(root).filter(
    (id) => existsSync(join(root, id, '.merged')) && open(place, id)?.status !== 'closing',
  );
  return [
    ...strays.map((id) => `the workspace ${id} is left`),
    ...merged.map((id) => `the merged places of ${id} are left`),
  ];
}

/** Worktrees and branches of a mirror, against the runs that should have one each. */
function inMirror(place: Place, name: string): string[] {
  const mirror = join(place.home, 'repos', `${name}.git`);
  if (!existsSync(mirror)) return [];
  const lens = join(place.home, 'merge', `${name}.lens`);
  const found = {
    branch: refsOf(mirror, 'refs/heads/').map((ref) => ref.replace(/^metawsm\//, '')),
    worktree: namesIn(join(mirror, 'worktrees')),
    folder: namesIn(join(place.home, 'workspaces')).filter((id) =>
      existsSync(join(place.home, 'workspaces', id, name)),
    ),
    index: namesIn(join(lens, 'indexes')),
  };
  const expected = place.runs.filter(({ status, repos }) => status !== 'closed' && repos.includes(name));
  return [
    ...Object.entries(found).flatMap(([what, ids]) =>
      ids.filter((id) => !open(place, id)).map((id) => `${name}: the ${what} ${id} is left`),
    ),
    ...expected
      .filter(({ status }) => !IN_FLUX.has(status))
      .flatMap(({ id }) =>
        (['branch', 'worktree', 'folder'] as const)
          .filter((what) => found[what].filter((one) => one === id).length !== 1)
          .map((what) => `${name}: the ${what} of ${id} is missing`),
      ),
    ...refsOf(mirror, 'refs/seed/').map((ref) => `${name}: the ref seed/${ref} is left`),
  ];
}

/** Belongs to all runs: where the ticket tree's branch stood last. */
const TICKETS = 'metawsm-tickets/base';

/** The bot's own repository, and the index files that it makes there. */
function inOwn(place: Place, name: string): string[] {
  const own = join(place.home, 'merge', `${name}.git`);
  if (!existsSync(own)) return [];
  const refs = refsOf(own, 'refs/').filter(
    (ref) => ref !== TICKETS && !open(place, /^metawsm\/([^/]+)\//.exec(ref)?.[1] ?? ''),
  );
  const verifying = place.runs.some(({ status }) => status === 'closing');
  return [
    ...refs.map((ref) => `merge/${name}: the ref ${ref} is left`),
    ...(verifying
      ? []
      : namesIn(join(own, 'worktrees')).map((one) => `merge/${name}: the worktree ${one} is left`)),
    ...namesIn(own)
      .filter((file) => file.startsWith('metawsm-index-'))
      .map((file) => `merge/${name}: ${file} is left`),
  ];
}

/** Read with git as a person would; `prefix` is cut off. */
function refsOf(repo: string, prefix: string): string[] {
  const lines = git(repo, 'for-each-ref', '--format=%(refname)', prefix).split('\n');
  return lines.filter(Boolean).map((ref) => ref.slice(prefix.length));
}

/** Notes of work that a run without a workspace cannot have. */
function ofRuns(place: Place): string[] {
  return namesIn(join(place.home, 'runs')).flatMap((id) => {
    const notes = namesIn(join(place.home, 'runs', id));
    if (!place.runs.some((run) => run.id === id)) return [`runs/${id} belongs to no run`];
    if (open(place, id)) return [];
    return notes
      .filter((file) => /^(checks|preparing-.*|prepared-.*)\.json$/.test(file))
      .map((file) => `runs/${id}/${file} is left`);
  });
}

/** Locks and drafts, those of git's object stores too. What agents keep in their worktrees is theirs. */
function halfWritten({ home }: Place): string[] {
  return filesIn(home, (path) => /^workspaces\/[^/]+\/(?!\.metawsm$)[^/]+$/.test(relative(home, path)))
    .map((path) => relative(home, path))
    .filter((path) => /\.(tmp|lock|draft)$|(^|\/)(tmp_|incoming-)|\/index\.[0-9a-f]{8}-/.test(path))
    .filter((path) => !/(^|\/)(instance|[^/]*sqlite)\.lock$/.test(path))
    .map((path) => `the file ${path} is left`);
}

function filesIn(folder: string, skip: (path: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (skip(path)) return [];
    return entry.isDirectory() ? filesIn(path, skip) : [path];
  });
}

/** Dry runs build outside of the home; theirs are known by the objects that they borrow. */
function quarantines({ home }: Place): string[] {
  return namesIn(tmpdir())
    .filter((name) => name.startsWith(QUARANTINE))
    .filter((name) =>
      namesIn(join(tmpdir(), name, 'merge')).some((repo) => {
        const lender = join(tmpdir(), name, 'merge', repo, 'objects/info/alternates');
        return existsSync(lender) && readFileSync(lender, 'utf8').startsWith(home);
      }),
    )
    .map((name) => `the quarantine ${name} is left`);
}

/** Processes that work below the home or name it; only where the system shows them. */
function processes(place: Place): string[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const where = `${readlinkSync(`/proc/${pid}/cwd`)}/ ${line}`;
        const env = readFileSync(`/proc/${pid}/environ`, 'utf8');
        if (!where.includes(`${place.home}/`) && !env.includes(`=${place.home}/`)) return [];
        const run = place.runs.find(({ id }) => where.includes(id) || env.includes(id));
        return run && ALIVE.has(run.status) ? [] : [`the process ${pid} ${line} is left`];
      } catch {
        // It ended while it was looked at, or belongs to somebody else.
        return [];
      }
    });
}
