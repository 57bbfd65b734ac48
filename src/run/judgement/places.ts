/** What is known of the repositories: which path, file or area can be found where. */

import { nearest } from '../nearest.js';
import type { RepoFacts } from '../repository.js';
import { synonymsOf } from './area-words.js';
import { folded } from './text.js';

/** As many areas as are read of a repository at most; from there on what is missing may exist. */
const MOST_AREAS = 200;
/** Shorter beginnings and ends of words are chance. */
const HALF = 5;

/** Something that was found. `repos` is empty where it may be anywhere. */
export interface Place {
  repos: string[];
  /** Relative to the repository, lower case. */
  paths: string[];
}

export interface Places {
  repos: readonly string[];
  repository(name: string): Place | undefined;
  path(path: string): Place | undefined;
  /** What a folded word of prose names. */
  area(word: string): Place | undefined;
  near(path: string): string | undefined;
  /** Nearly a known file. */
  isSlip(file: string): boolean;
}

interface Known {
  name: string;
  areas: Set<string>;
  /** Last parts of the second level, with their whole paths. */
  seconds: Map<string, string>;
  isWhole: boolean;
}

export function placesOf(facts: readonly RepoFacts[]): Places {
  const known = facts.map(knownOf);
  const areas = facts.flatMap((repo) => repo.areas);
  const named = words(known);
  const repositories = new Map(known.map(({ name }) => [folded(name), { repos: [name], paths: [] }]));
  return {
    repos: facts.map(({ name }) => name),
    repository: (name) => repositories.get(folded(name)),
    path: (path) => pathIn(known, path),
    area: (word) => named.get(word) ?? byHalf(named, word),
    near: (path) => nearIn(areas, path),
    isSlip: (file) =>
      file.length > 6 && areas.some((area) => isTurned(area.toLowerCase(), file.toLowerCase())),
  };
}

function knownOf({ name, areas, hasMoreAreas }: RepoFacts): Known {
  const lower = areas.map((area) => area.toLowerCase());
  const deep = lower.filter((area) => area.includes('/'));
  return {
    name,
    areas: new Set(lower),
    seconds: new Map(deep.map((area) => [area.slice(area.indexOf('/') + 1), area])),
    isWhole: areas.length > 0 && areas.length < MOST_AREAS && !hasMoreAreas,
  };
}

function pathIn(known: readonly Known[], written: string): Place | undefined {
  const path = written.toLowerCase().replace(/\/+$/u, '');
  const [first = '', ...rest] = path.split('/');
  const own = known.find((repo) => repo.name.toLowerCase() === first);
  if (own && rest.length > 0) {
    const within = rest.join('/');
    if (isIn(own, within)) return { repos: [own.name], paths: [within] };
  } else if (own) return { repos: [own.name], paths: [] };
  const having = known.filter((repo) => isIn(repo, path));
  if (having.length > 0)
    return { repos: having.map(({ name }) => name), paths: having.map((repo) => full(repo, path)) };
  return known.some(({ areas }) => areas.size === 0) ? { repos: [], paths: [path] } : undefined;
}

/** Also where it begins with the last part of a folder of the second level. */
function full(repo: Known, path: string): string {
  const [first = '', ...rest] = path.split('/');
  const second = repo.areas.has(first) ? undefined : repo.seconds.get(first);
  return second === undefined ? path : [second, ...rest].join('/');
}

function isIn(repo: Known, path: string): boolean {
  const [first = '', second, ...deeper] = path.split('/');
  if (repo.seconds.has(first) || /[*?]/u.test(first)) return true;
  if (!repo.areas.has(first)) return false;
  if (second === undefined || second === '' || /[*?]/u.test(second)) return true;
  if (repo.areas.has(`${first}/${second}`)) return true;
  if (deeper.length === 0 && /\./u.test(second.slice(1))) return true;
  const siblings = [...repo.areas].some((area) => area.startsWith(`${first}/`));
  return !repo.isWhole || !siblings;
}

/** Every word that means an area, folded. */
function words(known: readonly Known[]): Map<string, Place> {
  const found = new Map<string, Place>();
  const put = (word: string, repo: string, path: string) => {
    const place = found.get(word) ?? { repos: [], paths: [] };
    if (!place.repos.includes(repo)) place.repos.push(repo);
    if (!place.paths.includes(path)) place.paths.push(path);
    found.set(word, place);
  };
  for (const { name, areas } of known)
    for (const area of areas) {
      const last = area.slice(area.lastIndexOf('/') + 1);
      const stem = /^[^.]+/u.exec(last)?.[0] ?? last.slice(1);
      for (const part of new Set([stem, ...stem.split(/[-_.]/u)]))
        if (part.length > 1) for (const word of formsOf(part)) put(word, name, area);
    }
  return found;
}

function formsOf(part: string): string[] {
  const word = folded(part);
  const one = word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word;
  return [...new Set([word, one, `${one}s`, ...synonymsOf(word), ...synonymsOf(`${one}s`)])];
}

/** `loginseite` and `neulogin` for `login`. */
function byHalf(named: ReadonlyMap<string, Place>, long: string): Place | undefined {
  const word = long.slice(0, 30);
  for (let length = word.length - 1; length >= HALF; length--) {
    const place = named.get(word.slice(0, length)) ?? named.get(word.slice(-length));
    if (place) return place;
  }
  return undefined;
}

/** A known path that a misspelt one may mean. */
function nearIn(areas: readonly string[], written: string): string | undefined {
  const path = written.replace(/\/+$/u, '').slice(0, 100);
  const [first = '', second] = path.split('/');
  if (second === undefined) return nearest(path, areas);
  const near = nearest(`${first}/${second}`, areas) ?? nearest(second, areas.filter(isDeep).map(lastOf));
  return near?.toLowerCase() === first.toLowerCase() ? undefined : near;
}

const isDeep = (area: string) => area.includes('/');
const lastOf = (area: string) => area.slice(area.lastIndexOf('/') + 1);

/** The same letters in another order, or one left out or doubled: nobody names a second file so. */
function isTurned(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || ending(one) !== ending(other)) return false;
  const [a, b] = [sorted(one), sorted(other)].sort((x, y) => x.length - y.length) as [string, string];
  if (a.length === b.length) return a === b;
  const at = [...b].findIndex((sign, index) => sign !== a[index]);
  return b.slice(0, at) + b.slice(at + 1) === a;
}

const ending = (file: string) => file.slice(file.lastIndexOf('.') + 1);
const sorted = (text: string) => [...text].sort().join('');
