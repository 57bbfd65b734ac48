/** Areas that a scope may name: those of which the goal speaks, those that the repositories themselves name. Pure. */
import { MOST_TEXT, type RunContext } from './context.js';
import type { RepoFacts } from './repository.js';
import type { Suggestion, SuggestionSource } from './suggestions.js';

const MOST_OF_GOAL = 3;

interface Area {
  path: string;
  repo: string;
  source: SuggestionSource;
}

/** At most `most`, each once. Where the repositories name parts themselves, those stand for their folders. */
export function areasToOffer(
  { draft, facts }: Pick<RunContext, 'draft' | 'facts'>,
  most: number,
): Suggestion[] {
  const parts = facts.flatMap(partsOf);
  const folders = facts.flatMap((repo) => foldersOf(repo, parts));
  const spoken = spokenOf(draft.goal?.text ?? '', [...parts, ...folders]);
  const main = parts.length > 0 ? parts : folders.filter(({ path }) => !path.includes('/'));
  const chosen = [...spoken, ...inTurn(main)].filter(isFirst).slice(0, most);
  return chosen.map(({ path, repo, source }) => ({
    text: facts.length > 1 ? `${path} in ${repo}` : path,
    source,
  }));
}

const partsOf = ({ name: repo, parts = [] }: RepoFacts): Area[] =>
  parts
    .filter(({ path }) => isPlain(path))
    .map(({ path, namedIn, owners }) => ({
      path,
      repo,
      source: { from: 'repository', repo, path: namedIn, ...(owners?.length ? { owners } : {}) },
    }));

/** What looks like a folder, since the areas do not say; a part that a file names is offered with that file. */
const foldersOf = ({ name: repo, areas, documents }: RepoFacts, parts: readonly Area[]): Area[] =>
  areas
    .filter((path) => isPlain(path) && !isFile(path) && !isOf(documents, path))
    .filter((path) => !parts.some((part) => part.repo === repo && part.path === path))
    .map((path) => ({ path, repo, source: { from: 'repository', repo } }));

const isOf = (folder: string | undefined, path: string) =>
  folder !== undefined && `${path}/`.startsWith(`${folder}/`);

const isFile = (path: string) => {
  const name = path.split('/').at(-1) ?? '';
  return name.includes('.') || /^(?:[A-Z][a-z]*file|makefile|justfile|[A-Z][A-Z_-]+)$/u.test(name);
};

/** Fit to be written into a sentence. */
const isPlain = (path: string) => /^[\p{L}\p{N}][\p{L}\p{N}/._@+-]*$/u.test(path);

/** Areas whose last name is a word of the goal; the shortest way to each name comes first. */
function spokenOf(goal: string, areas: readonly Area[]): Area[] {
  const words = new Set(wordsOf(goal.slice(0, MOST_TEXT)));
  const matching = areas.filter(({ path }) => namesOf(path).some((name) => words.has(name)));
  const depth = ({ path }: Area) => path.split('/').length;
  return matching.sort((one, other) => depth(one) - depth(other)).slice(0, MOST_OF_GOAL);
}

const namesOf = (path: string): string[] =>
  wordsOf(path.split('/').at(-1) ?? '').filter((name) => !EMPTY.has(name));

/** Letters and digits in lower case, plurals like their singular. */
const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.length > 3 ? word.replace(/s$/u, '') : word,
  );

/** Names of folders that are also words of any sentence. */
const EMPTY = new Set(
  'a an the in to of on at by is it and or for with src lib app code main new'.split(' '),
);

/** One of each repository in turn, so that the first does not take all places. */
function inTurn(areas: readonly Area[]): Area[] {
  const seen = new Map<string, number>();
  const turnOf = ({ repo }: Area) => {
    const turn = seen.get(repo) ?? 0;
    seen.set(repo, turn + 1);
    return turn;
  };
  return areas
    .map((area) => ({ area, turn: turnOf(area) }))
    .sort((one, other) => one.turn - other.turn)
    .map(({ area }) => area);
}

const isFirst = ({ path, repo }: Area, at: number, all: readonly Area[]) =>
  all.findIndex((one) => one.path === path && one.repo === repo) === at;
