/** Whether a scope names something that can be found. */

import type { Lack } from '../lack.js';
import type { RepoFacts } from '../repository.js';
import { type Clause, clausesOf, type Named } from './names.js';
import { placesOf } from './places.js';
import { isSmall } from './small-words.js';
import { shown, vocabulary, wordsOf } from './text.js';
import { saysNothing } from './vague-words.js';

const MOST_NAMES = 5;

const isExcluding = vocabulary(
  'except excepting excluding without not never besides no ausser ohne nicht kein keine keinen sauf sans hormis pas excepto sin salvo menos nada',
);
const isStaying = vocabulary(
  'stay stays remain remains unchanged untouched bleibt bleiben unverandert* reste restent inchange* queda quedan intacto intacta readonly',
);
const isOnly = vocabulary(
  'only just solely exclusively nur ausschliesslich bloss lediglich seulement uniquement juste solo solamente unicamente exclusivamente',
);
const isWhole = vocabulary(
  'all both each every everything entire whole complete any either beide* alle* jede* gesamt* ganze* komplett* tout tous toute* chaque deux entier* todo* toda* ambos ambas cada entero',
);
const isRepository = vocabulary(
  'repo repos repository repositories repositorium repositorys depot depots repositorio repositorios monorepo',
);

/** Said in place of which. */
const isUnspecific = vocabulary(
  'affected relevant necessary needed appropriate usual right concerned betroffen* relevant* notwendig* notig* ublich* richtigen concerne* necessaire* pertinent* habituel* afectad* necesari* pertinente* habitual*',
);

export interface ScopeNames {
  /** What may be changed. */
  named: Named[];
  /** What is named as staying out. */
  excluded: Named[];
  /** It speaks of a whole repository or of all of them. */
  isGeneral: boolean;
  /** It says itself that there is nothing more. */
  isClosed: boolean;
}

export function scopeNames(text: string, facts: readonly RepoFacts[]): ScopeNames {
  const clauses = clausesOf(text, facts);
  const words = clauses.flatMap((clause) => clause.words);
  const excludes = ({ words: own }: Clause) => own.some(isExcluding) || own.some(isStaying);
  const isClosed = words.some(isOnly);
  return {
    named: clauses.flatMap((clause) =>
      excludes(clause) && !clause.words.some(isOnly) ? before(clause, text) : clause.names,
    ),
    excluded: clauses.flatMap((clause) => (excludes(clause) ? clause.names : [])),
    isGeneral: words.some(isWhole) || words.some(isRepository),
    isClosed,
  };
}

/** `src but not src/old` names the first of them. */
function before({ names, words }: Clause, text: string): Named[] {
  if (words.some(isStaying)) return [];
  const at = text.search(
    /\b(?:except|excluding|without|not|besides|au(?:ß|ss)er|ohne|nicht|sauf|sans|hormis|pas|excepto|sin|salvo|menos)\b/iu,
  );
  return at < 0 ? [] : names.filter(({ name }) => text.indexOf(name) >= 0 && text.indexOf(name) < at);
}

/** True when it consists of names that are known. */
export const isNamesAlone = (text: string, facts: readonly RepoFacts[]): boolean => {
  const clauses = clausesOf(text, facts);
  const names = clauses.flatMap((clause) => clause.names);
  return (
    names.some(({ place }) => place && (place.repos.length > 0 || place.paths.length > 0)) &&
    clauses.every(({ words }) => words.every(isSmall))
  );
};

export function lackOfScope(text: string, facts: readonly RepoFacts[]): Lack | undefined {
  const { named, excluded, isGeneral } = scopeNames(text, facts);
  const names = [...named, ...excluded];
  const missing = names.filter(({ place }) => place === undefined);
  if (missing.length > 0)
    return unknown(
      missing.map(({ name }) => name),
      facts,
    );
  const isOpen = names.every(({ kind }) => kind === 'area') && wordsOf(text).some(isUnspecific);
  if ((names.length > 0 && !isOpen) || (isGeneral && speaksOfRepository(text, facts))) return undefined;
  if (isOpen && names.length > 0) return { kind: 'vague', words: shown(text) };
  if (saysNothing(wordsOf(text), 'scope')) return { kind: 'vague', words: shown(text) };
  // Of an empty repository nothing is known that could be missed.
  return facts.some(({ areas }) => areas.length === 0) ? undefined : unknown([], facts, text);
}

const speaksOfRepository = (text: string, facts: readonly RepoFacts[]) =>
  clausesOf(text, facts).some(({ words }) => words.some(isRepository));

function unknown(names: string[], facts: readonly RepoFacts[], text = ''): Lack {
  const few = [...new Set(names.length > 0 || text.length > 60 ? names : quotedIn(text))].slice(
    0,
    MOST_NAMES,
  );
  const places = placesOf(facts);
  const near = few.flatMap((name) => places.near(name) ?? []);
  const lack: Lack = { kind: 'unknown_scope', names: few.map(shown) };
  return near.length > 0 ? { ...lack, near: [...new Set(near)] } : lack;
}

/** A single word that was meant as a name. */
const quotedIn = (text: string): string[] => {
  const words = text.replace(/[`"'*]/gu, '').trim();
  return /^[\w.-]+$/u.test(words) ? [words] : [];
};

/** The repositories of the run that no field speaks of, where the scope names paths of others alone. */
export function unmentioned(
  text: string,
  facts: readonly RepoFacts[],
  others: readonly string[],
): Lack | undefined {
  const { named, excluded, isGeneral, isClosed } = scopeNames(text, facts);
  if (facts.length < 2 || isGeneral || isClosed || named.length === 0) return undefined;
  const written = named.every(
    ({ kind, place }) => (kind === 'path' || kind === 'file') && place && place.repos.length > 0,
  );
  if (!written) return undefined;
  // A command such as `npm test` names no repository, whatever folders are called.
  const spoken = others
    .flatMap((one) => clausesOf(one, facts))
    .flatMap(({ names }) => names)
    .filter(({ kind, name }) => kind === 'repository' || (kind === 'path' && name.includes('/')));
  const repos = new Set([...named, ...excluded, ...spoken].flatMap(({ place }) => place?.repos ?? []));
  const names = facts.map(({ name }) => name).filter((name) => !repos.has(name));
  return names.length === 0 || repos.size === 0
    ? undefined
    : { kind: 'unmentioned_repository', names, named: [...repos] };
}
