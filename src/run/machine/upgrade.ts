/** Runs that an earlier version of the machine has stored. */
import type { RunContext } from '../context.js';
import type { Suggestion } from '../suggestions.js';

interface Snapshot {
  context: RunContext;
  value?: unknown;
  [key: string]: unknown;
}

/** The context as this version knows it, whatever version stored it. */
export function upgraded<S extends Snapshot>(stored: S): S {
  const run = withQueue(stored);
  return { ...run, context: withSources(run.context) };
}

/**
 * Version 1 knew no queue and no notes: a run that was being prepared had its place, and its preparation goes on
 * under the same step.
 */
function withQueue<S extends Snapshot>(stored: S): S {
  if (Array.isArray(stored.context.notes)) return stored;
  return {
    ...stored,
    ...(stored.value === 'preparing' ? { value: { preparing: 'making' } } : {}),
    context: { ...stored.context, notes: [], worked: { ms: 0 } },
  };
}

/** Suggestions were bare texts once. */
function withSources(run: RunContext): RunContext {
  const isBare = (one: Suggestion | string) => typeof one === 'string';
  if (!run.questions?.some(({ suggestions }) => suggestions.some(isBare))) return run;
  const whole = (one: Suggestion | string): Suggestion =>
    typeof one === 'string' ? { text: one, source: { from: 'usual' } } : one;
  const questions = run.questions.map((question) => ({
    ...question,
    suggestions: question.suggestions.map(whole),
  }));
  return { ...run, questions };
}
