/** Tokens and money as agents tell them: each in a way of its own, some cumulative over the whole session. */
import { inside, isGroup, textAt } from './plain.js';

/** More is no figure: sums of it would be none either. */
const MOST_TOKENS = 1e12;
const MOST_MONEY = 1e6;

const count = (value: unknown, most = MOST_TOKENS): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= most ? value : undefined;

/**
 * All tokens of the turn. Where the models are listed, only their sum is whole: the other figures of Claude are those of
 * its last request.
 */
export function tokensIn(result: unknown): number | undefined {
  const models = inside(result, '_meta', 'quota', 'model_usage');
  const each = (Array.isArray(models) ? models.slice(0, 100) : []).flatMap(
    (one) => totalOf(inside(one, 'token_count')) ?? [],
  );
  if (each.length > 0) return each.reduce((sum, one) => sum + one, 0);
  return totalOf(inside(result, 'usage')) ?? totalOf(inside(result, '_meta', 'quota', 'token_count'));
}

function totalOf(figures: unknown): number | undefined {
  if (!isGroup(figures)) return undefined;
  const total = count(figures.totalTokens) ?? count(figures.total_tokens);
  if (total !== undefined) return total;
  const input = count(figures.inputTokens) ?? count(figures.input_tokens);
  const output = count(figures.outputTokens) ?? count(figures.output_tokens);
  return input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0);
}

/** What a `usage_update` says of money: the sum of the session so far. */
export function costIn(update: unknown): { amount: number; currency: string } | undefined {
  const amount = count(inside(update, 'cost', 'amount'), MOST_MONEY);
  const currency = textAt(update, 'cost', 'currency') ?? 'USD';
  return amount === undefined
    ? undefined
    : { amount, currency: /^[A-Z]{3}$/u.test(currency) ? currency : 'USD' };
}

/** How much of the context window is used, 0 to 1. */
export function fullnessIn(update: unknown): number | undefined {
  const [used, size] = [count(inside(update, 'used')), count(inside(update, 'size'))];
  return used === undefined || !size ? undefined : Math.min(1, used / size);
}

/** True where the answer to a prompt holds no figure at all: the model never answered. */
export const isWithoutUsage = (result: unknown): boolean =>
  isGroup(result) && result.usage === null && inside(result, '_meta', 'quota', 'token_count') === null;
