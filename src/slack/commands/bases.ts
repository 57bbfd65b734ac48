/** `--base BRANCH` for all repositories, `--base web=develop` for one. */
import { named, nearest } from '../../run/nearest.js';
import type { NewRunWish } from '../../run/wish.js';
import type { BaseFault } from '../messages/usage.js';

type Wished = NewRunWish['repos'];
export type BasesRead = { ok: true; repos: Wished } | { ok: false; fault: BaseFault };

/** Gives each repository its base; whether the branch exists is found out when the repositories are read. */
export function readBases(
  typed: readonly string[],
  repos: readonly string[],
  known: readonly string[],
): BasesRead {
  let common: string | undefined;
  const single = new Map<string, string>();
  for (const word of typed) {
    const [branch, repo] = partsOf(word);
    if (!isBranch(branch)) return fault({ kind: 'bad', typed: word });
    if (repo === undefined) {
      if (common !== undefined && common !== branch) return fault({ kind: 'twice' });
      common = branch;
      continue;
    }
    const name = named(repo, repos);
    if (!name) return fault(strangerOf(repo, known));
    if (single.has(name)) return fault({ kind: 'twice', repo: name });
    single.set(name, branch);
  }
  return { ok: true, repos: repos.map((name) => wishOf(name, single.get(name) ?? common)) };
}

const fault = (one: BaseFault): BasesRead => ({ ok: false, fault: one });

const wishOf = (name: string, base: string | undefined): Wished[number] =>
  base === undefined ? { name } : { name, base };

function partsOf(word: string): [branch: string, repo?: string] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(at + 1), word.slice(0, at)];
}

function strangerOf(repo: string, known: readonly string[]): BaseFault {
  if (named(repo, known)) return { kind: 'stranger', repo };
  const near = nearest(repo, known);
  return { kind: 'unknown', repo, known, ...(near === undefined ? {} : { near }) };
}

/** What git takes for a branch's name, as far as it matters before git is asked. */
const isBranch = (text: string): boolean =>
  text.length <= 200 &&
  /^[^\s~^:?*[\\\p{Cc}-][^\s~^:?*[\\\p{Cc}]*$/u.test(text) &&
  !/\.\.|@\{|\/\/|\/$|\.lock$|\.$|^\/|^@$/u.test(text);
