/** The places of a repository by which people name a scope, the telling ones first. */
import type { RepoFacts, RepoPart } from '../../../run/repository.js';
import type { Sight } from './sight.js';

/** A run stores them, so they stay few and short. */
const MOST_AREAS = 200;
const MOST_FILES = 60;
const MOST_PARTS = 40;
const MOST_CHARACTERS = 8_000;
const LONGEST = 120;

const SOURCES =
  /^(?:src|source|sources|lib|libs|app|apps|packages|services|modules|components|cmd|internal|pkg|crates|web|server|client|backend|frontend|api|core)$/iu;
const NOISE =
  /^(?:vendor|vendors|third[_-]party|node_modules|dist|build|out|target|coverage|__pycache__|fixtures|__snapshots__|generated)$/iu;

/** Top-level folders and files, parts that a file names, then folders of the second and third level as long as they fit. */
export function areasOf(
  { names, folders }: Sight,
  parts: readonly RepoPart[],
): Pick<RepoFacts, 'areas' | 'hasMoreAreas'> {
  const ordered = [...folders].sort((one, other) => rank(one) - rank(other));
  const ofLevel = (level: number) => ordered.filter((path) => depth(path) === level && !isHidden(path));
  const files = [...names.keys()].filter((name) => names.get(name) !== 'folder');
  const plainFiles = files.filter((name) => !isHidden(name));
  const hidden = [...files, ...ordered.filter((path) => depth(path) <= 2)].filter(isHidden);
  const areas = fitting([
    ...ofLevel(1),
    ...parts.map(({ path }) => path),
    ...plainFiles.slice(0, MOST_FILES),
    ...ofLevel(2),
    ...hidden.slice(0, MOST_FILES),
    ...ofLevel(3),
  ]);
  const held = new Set(areas);
  const isHeld = (path: string) => held.has(path);
  const isWhole = files.every(isHeld) && ordered.every((path) => depth(path) > 2 || isHeld(path));
  return { areas, ...(isWhole ? {} : { hasMoreAreas: true }) };
}

/** Parts that stay within what a run stores. */
export function fewParts(parts: readonly RepoPart[]): RepoPart[] {
  const known = new Set<string>();
  const isNew = ({ path }: RepoPart) => !known.has(path) && Boolean(known.add(path));
  return parts.filter((part) => isShort(part.path) && isNew(part)).slice(0, MOST_PARTS);
}

function rank(path: string): number {
  const parts = path.split('/');
  if (parts.some(isHiddenName)) return 3;
  if (parts.some((part) => NOISE.test(part))) return 2;
  return SOURCES.test(parts[0] ?? '') ? 0 : 1;
}

const depth = (path: string) => path.split('/').length;
const isHiddenName = (name: string) => name.startsWith('.');
const isHidden = (path: string) => path.split('/').some(isHiddenName);
const isShort = (path: string) => path.length <= LONGEST;

function fitting(paths: readonly string[]): string[] {
  const kept: string[] = [];
  let left = MOST_CHARACTERS;
  for (const path of new Set(paths)) {
    if (kept.length === MOST_AREAS) break;
    if (!isShort(path) || path.length > left) continue;
    kept.push(path);
    left -= path.length;
  }
  return kept;
}
