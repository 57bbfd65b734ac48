/** CODEOWNERS: the folders and files that it names, each with who owns it. */
import type { RepoPart } from '../../../run/repository.js';
import type { Sight } from './sight.js';

export const OWNERS_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

const MOST_LINES = 2_000;
const MOST_OWNERS = 2;
const LONGEST_OWNER = 60;

/** The last line about a path counts; `exists` says whether there is such a folder or file. */
export function ownedParts(sight: Sight, exists: (path: string) => boolean): RepoPart[] {
  const namedIn = sight.first(...OWNERS_FILES);
  const lines = (sight.text(namedIn) ?? '').split('\n', MOST_LINES);
  const found = new Map<string, RepoPart>();
  for (const line of lines) {
    const [pattern = '', ...owners] = wordsOf(line);
    const path = literalPart(pattern);
    if (path === undefined || namedIn === undefined || !exists(path)) continue;
    found.delete(path);
    if (owners.length > 0) found.set(path, { path, namedIn, owners: teamsIn(owners) });
  }
  return [...found.values()];
}

/** Without a comment; a section of GitLab's form holds no path. */
function wordsOf(line: string): string[] {
  const begin = line.trim();
  if (begin === '' || /^(?:#|\^?\[)/u.test(begin)) return [];
  const words = begin.split(/[ \t]+/u);
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

/** What stands before the first pattern; undefined where nothing does, and for what only git reads right. */
function literalPart(pattern: string): string | undefined {
  if (/[\\!]/u.test(pattern)) return undefined;
  const parts = pattern.split('/').filter(Boolean);
  const wild = parts.findIndex((part) => /[*?[\]{}]/u.test(part));
  const path = (wild < 0 ? parts : parts.slice(0, wild)).join('/');
  return path === '' ? undefined : path;
}

/** Handles only: an address of a person has no place on a card. */
const teamsIn = (owners: readonly string[]): string[] =>
  owners.filter((owner) => /^@[\w./-]+$/u.test(owner) && owner.length <= LONGEST_OWNER).slice(0, MOST_OWNERS);
