/** Finished runs whose answers may fit again. Pure. */
import type { Brief, RunContext } from './context.js';

/** What a merged run was told, in one line each. */
export interface SimilarRun {
  id: string;
  scope?: string;
  done?: string;
  constraints?: string;
}

const TOLD = ['scope', 'done', 'constraints'] as const;

const MOST_RUNS = 3;
/** What is longer was written for that ticket alone; half of it would be wrong. */
const LONGEST = 200;

/**
 * Of `runs`, newest first, those that were merged in the same channel and share a repository with `asked`. What
 * `isSecret` is not passed on.
 */
export function similarAmong(
  runs: readonly RunContext[],
  asked: Pick<RunContext, 'channel' | 'wishes'>,
  isSecret: (text: string) => boolean = () => false,
): SimilarRun[] {
  const names = new Set(asked.wishes.map(({ name }) => name));
  return runs
    .filter((run) => run.outcome === 'merged' && run.channel === asked.channel)
    .filter((run) => run.wishes.some(({ name }) => names.has(name)))
    .flatMap((run) => (run.brief ? [toldBy(run.id, run.brief, isSecret)] : []))
    .filter((told) => TOLD.some((field) => told[field] !== undefined))
    .slice(0, MOST_RUNS);
}

function toldBy(id: string, brief: Brief, isSecret: (text: string) => boolean): SimilarRun {
  const clear = TOLD.filter((field) => !brief.unclear.includes(field) && !isSecret(brief[field]));
  const told = clear.map((field) => [field, inOneLine(brief[field])] as const);
  return { id, ...Object.fromEntries(told.filter(([, text]) => text !== '' && text.length <= LONGEST)) };
}

/** A semicolon separates criteria as a line does. */
const inOneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/^[-*•] (?:\[[ x]\] )?/u, ''))
    .filter(Boolean)
    .join('; ');
