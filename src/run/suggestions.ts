/** Answers that are offered for a field, each with where it comes from. Pure. */
import type { Field, RunContext } from './context.js';
import { lackOf } from './judgement.js';
import type { RepoFacts } from './repository.js';
import { areasToOffer } from './scope-suggestions.js';
import type { SimilarRun } from './similar.js';

/** An offered answer. */
export interface Suggestion {
  text: string;
  source: SuggestionSource;
}

export type SuggestionSource =
  /** `repos[].checks` of the configuration. */
  | { from: 'configuration'; repo: string; also?: string[] }
  /** A file or folder of the repository; `path` is relative to it, `also` names others that offer the same. */
  | { from: 'repository'; repo: string; path?: string; owners?: string[]; also?: string[] }
  /** What a merged run of the same channel was told. */
  | { from: 'run'; id: string }
  /** Proposed by an agent that reads ticket and repositories. */
  | { from: 'agent'; agent: string }
  /** Always offered for the field. */
  | { from: 'usual' };

const MOST_SUGGESTIONS = 8;
/** As many as are buttons. */
const MOST_AREAS = 5;
/** Of one field. */
const MOST_OF_RUNS = 2;
/** The whole repository is offered beside so few areas only: it is the easy answer, not the good one. */
const FEW_AREAS = 3;

/** What the answers are made from. */
export type Grounds = Pick<RunContext, 'facts' | 'draft' | 'similar'>;

/** At most eight, each once; none of them would be asked about again. */
export function suggestionsFor(field: Field, grounds: Grounds): Suggestion[] {
  const offered = OFFERED[field]?.(grounds) ?? [];
  const isFirst = ({ text }: Suggestion, at: number) => offered.findIndex((one) => one.text === text) === at;
  const isEnough = ({ text }: Suggestion) => lackOf(field, text, grounds) === undefined;
  return offered.filter(isFirst).filter(isEnough).slice(0, MOST_SUGGESTIONS);
}

const OFFERED: Partial<Record<Field, (grounds: Grounds) => Suggestion[]>> = {
  scope(grounds) {
    const told = toldFor('scope', grounds.similar);
    const offered = [...areasToOffer(grounds, MOST_AREAS - told.length), ...told];
    const [only, other] = grounds.facts;
    if (!only || other || offered.length > FEW_AREAS) return offered;
    return [...offered, { text: `everything in ${only.name}`, source: { from: 'usual' } }];
  },
  done({ facts, similar }) {
    const found = joined(facts.flatMap(detectedIn));
    const isTest = ({ command }: Offer) => TESTS.test(command);
    return [
      ...joined(facts.flatMap(configuredIn)).map(passes),
      ...found.filter(isTest).map(passes),
      ...toldFor('done', similar),
      ...found.filter((offer) => !isTest(offer)).map(passes),
    ];
  },
  constraints: ({ similar }) => [
    { text: 'none', source: { from: 'usual' } },
    ...toldFor('constraints', similar).filter(({ text }) => !NOTHING.test(text)),
  ],
};

const NOTHING = /^(?:none|n\/?a|no|nothing|-)[\s.!]*$/iu;
const TESTS = /\b(?:tests?|pytest|tox|nox|rspec|phpunit)\b/u;

function toldFor(field: 'scope' | 'done' | 'constraints', similar: readonly SimilarRun[] = []): Suggestion[] {
  const told = similar.flatMap(({ id, [field]: text }) =>
    text === undefined ? [] : [{ text, source: { from: 'run' as const, id } }],
  );
  return told
    .filter(({ text }, at) => told.findIndex((one) => one.text === text) === at)
    .slice(0, MOST_OF_RUNS);
}

interface Offer {
  command: string;
  source: Extract<SuggestionSource, { repo: string }>;
}

const configuredIn = ({ name: repo, configured }: RepoFacts): Offer[] =>
  configured.map((command) => ({ command, source: { from: 'configuration', repo } }));

const detectedIn = ({ name: repo, detected, foundIn }: RepoFacts): Offer[] =>
  detected.map((command, at) => {
    const path = foundIn?.[at];
    return { command, source: { from: 'repository', repo, ...(path === undefined ? {} : { path }) } };
  });

/** A command that several repositories have is offered once; it runs in each of them. */
function joined(offers: readonly Offer[]): Offer[] {
  const known = new Map<string, Offer>();
  for (const { command, source } of offers) {
    const first = known.get(command);
    const also = first ? [...(first.source.also ?? []), source.repo] : [];
    known.set(command, first ? { command, source: { ...first.source, also } } : { command, source });
  }
  return [...known.values()];
}

const passes = ({ command, source }: Offer): Suggestion => ({ text: `\`${command}\` passes`, source });
