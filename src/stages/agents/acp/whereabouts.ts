/** Where the paths of a request really lead: links are resolved before any rule looks at them. */
import { lstatSync, readlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunContext } from '../../../run/context.js';
import type { PermissionAsked } from '../../../run/permissions.js';

/** The workspace is open to the agent of a run, the rest of the home is metawsm's own. Patterns count from a worktree. */
export function placesOf(home: string, run: RunContext): { folders: string[]; private: string[] } {
  const root = realOf(resolve(home));
  const worktrees = run.worktrees.map(({ path }) => realOf(path));
  return { folders: [join(root, 'workspaces', run.id), ...worktrees], private: [root] };
}

/**
 * The same request with absolute paths that hold no links; a relative one counts from `cwd`. Of a command they say where
 * else than there it runs.
 */
export function withRealPaths(asked: PermissionAsked, cwd: string): PermissionAsked {
  const { paths: given, ...rest } = asked;
  if (!given) return asked;
  const here = realOf(cwd);
  const paths = [...new Set(given.flatMap((path) => meantBy(path, cwd)))];
  const left = asked.command === undefined ? paths : paths.filter((path) => path !== here);
  return left.length > 0 ? { ...rest, paths: left } : rest;
}

/** Each place that some tool takes the text for: they differ over blanks around it, and over `..` behind a link. */
function meantBy(path: string, cwd: string): string[] {
  return [...new Set([path, path.trim()])].flatMap((text) => {
    const named = spelledOut(text);
    // what stands for a place that is not known here is no place in the workspace
    if (named === undefined) return [text.startsWith('/') ? `\ufffd${text}` : text];
    const plain = realOf(resolve(cwd, named));
    if (!named.includes('..')) return [plain];
    return [plain, realOf(isAbsolute(named) ? named : `${cwd}/${named}`)];
  });
}

function spelledOut(text: string): string | undefined {
  if (text === '~' || text.startsWith('~/')) return join(homedir(), text.slice(1));
  if (text.startsWith('~') || text.split('/').length > MOST_NAMES) return undefined;
  if (!/^[a-z][a-z\d+.-]*:\/\//iu.test(text)) return text.replace(/^file:(?=\/)/iu, '');
  try {
    return fileURLToPath(text);
  } catch {
    return undefined;
  }
}

const MOST_LINKS = 40;
/** Longer ones would only take time. */
const MOST_NAMES = 64;

/** As the system finds it: link by link, those that lead to nothing yet as well. */
function realOf(path: string): string {
  const names = path.split('/').reverse();
  let [at, links] = ['/', 0];
  while (names.length > 0) {
    const name = names.pop()!;
    if (name === '' || name === '.') continue;
    const next = name === '..' ? dirname(at) : join(at, name);
    const target = links < MOST_LINKS ? linkAt(next) : undefined;
    if (target === undefined) at = next;
    else {
      links += 1;
      if (isAbsolute(target)) at = '/';
      names.push(...target.split('/').reverse());
    }
  }
  return at;
}

function linkAt(path: string): string | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
