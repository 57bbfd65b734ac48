/** Answers that come beside what the scope says already: what changes in the repositories of which nothing spoke. Pure. */
import type { IntakeQuestion } from './context.js';
import { isComing, isNone, isWordless } from './judgement/placeholders.js';
import { scopeNames } from './judgement/scope.js';
import { lackFrom } from './lack.js';
import type { RepoFacts } from './repository.js';

/** It asks about further repositories only; what the scope says of the others is in `acceptable`. */
export const asksForMore = ({ lack, acceptable }: IntakeQuestion): boolean =>
  lackFrom(lack).kind === 'unmentioned_repository' && acceptable !== undefined;

/** The whole scope; an answer that names parts of the other repositories itself takes the place of what was there. */
export function withFormer(question: IntakeQuestion, text: string, facts: readonly RepoFacts[]): string {
  const lack = lackFrom(question.lack);
  const former = question.acceptable?.trim().replace(/[.;,]$/u, '');
  if (lack.kind !== 'unmentioned_repository' || former === undefined) return text;
  if (isNone(text) || isComing(text) || isWordless(text)) return former;
  const isWhole = scopeNames(text, facts).named.some(
    ({ kind, place }) => kind !== 'area' && isWithin(place?.repos, lack.named),
  );
  return isWhole ? text : `${former}; ${text.trim()}`;
}

const isWithin = (repos: readonly string[] = [], all: readonly string[]): boolean =>
  repos.length > 0 && repos.every((repo) => all.includes(repo));
