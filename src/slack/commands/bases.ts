/** `--base BRANCH` for all repositories, `--base web=develop` for one. */

import { named, nearest } from '../../run/nearest.js';
import type { NewRunWish } from '../../run/wish.js';
import * as usage from '../messages/usage.js';
import { type Parsed, problem } from './command.js';

type Wished = NewRunWish['repos'];

/** Gives each repository its base; whether the branch exists is found out when the repositories are read. */
export function parseBases(
  typed: readonly string[],
  repos: readonly string[],
  known: readonly string[],
): Parsed<Wished> {
  let common: string | undefined;
  const single = new Map<string, string>();
  for (const word of typed) {
    const [branch, repo] = partsOf(word);
    if (!isBranch(branch)) return problem(usage.badBase(word));
    if (repo === undefined) {
      if (common !== undefined && common !== branch) return problem(usage.baseTwice(undefined));
      common = branch;
      continue;
    }
    const name = named(repo, repos);
    if (!name) return problem(strangerOf(repo, known));
    if (single.has(name)) return problem(usage.baseTwice(name));
    single.set(name, branch);
  }
  return { ok: true, args: repos.map((name) => wishOf(name, single.get(name) ?? common)) };
}

const wishOf = (name: string, base: string | undefined): Wished[number] =>
  base === undefined ? { name } : { name, base };

function partsOf(word: string): [branch: string, repo?: string] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(at + 1), word.slice(0, at)];
}

const strangerOf = (repo: string, known: readonly string[]) =>
  named(repo, known)
    ? usage.baseOfStranger(repo)
    : usage.unknownRepository(repo, known, nearest(repo, known));

/** What git takes for a branch's name, as far as it matters before git is asked. */
const isBranch = (text: string): boolean =>
  text.length <= 200 &&
  /^[^\s~^:?*[\\\p{Cc}-][^\s~^:?*[\\\p{Cc}]*$/u.test(text) &&
  !/\.\.|@\{|\/\/|\/$|\.lock$|\.$|^\/|^@$/u.test(text);
