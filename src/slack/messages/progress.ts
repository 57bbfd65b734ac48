/** What a working agent tells of its work: what it does now, its own plan, what it took. Its words stand quoted. */
import type { AgentProgress, PlanStep, Spent, SpentLife } from '../../run/progress.js';
import type { CardView } from '../../run/views.js';
import { code, cut, join, type Mrkdwn, oneLine, quote, say, unmention, words } from '../escape.js';
import { count, when } from './words.js';

/** What it does now, in one line; undefined where it does nothing or does not say. */
export function doing({ activity, progress, silentSince }: CardView): Mrkdwn | undefined {
  const own = oneLine(progress?.doing ?? '');
  return activity === 'working' && own !== '' && !silentSince ? quote(own, 150) : undefined;
}

/** Why nothing moves although the agent is alive. */
export function unreachable({ activity, progress, agent }: CardView): Mrkdwn | undefined {
  const gone = progress?.unreachable;
  if (activity !== 'working' || !gone) return undefined;
  const why = oneLine(gone.detail) ? say`: “${words(gone.detail.replace(/[.\s]+$/u, ''), 300)}”` : '';
  return say`:warning: *The model cannot be reached* since ${when(gone.since)}${why}. ${code(agent)} goes on trying by itself.`;
}

/** So many of the agent's steps are shown. */
const MOST_STEPS = 10;
const LONGEST_STEP = 100;
const MARKS: Record<PlanStep['status'], string> = { completed: '✓', in_progress: '▸', pending: '○' };

/** Its plan, a step a line; of a long one what is under way and what comes next. Plain. */
export function planLines(plan: readonly PlanStep[]): string[] {
  const now = plan.findIndex(({ status }) => status !== 'completed');
  const last = Math.max(0, plan.length - MOST_STEPS);
  // two that are done stay in sight
  const from = plan.length <= MOST_STEPS ? 0 : Math.min(last, Math.max(0, (now < 0 ? plan.length : now) - 2));
  const shown = plan.slice(from, from + MOST_STEPS);
  const left = plan.length - from - shown.length;
  return [
    ...(from > 0 ? [`… ${from} done before`] : []),
    ...shown.map(({ title, status }) => `${MARKS[status] ?? '○'} ${foreign(title) || '–'}`),
    ...(left > 0 ? [`… and ${left} more`] : []),
  ];
}

/** The same in a few words, for screen readers; plain. */
export function planInShort(plan: readonly PlanStep[]): string {
  const done = plan.filter(({ status }) => status === 'completed').length;
  const now = plan.find(({ status }) => status === 'in_progress');
  return `${done} of ${count(plan.length, 'step')} of its plan done${now ? `, now: ${foreign(now.title)}` : ''}`;
}

const foreign = (text: string): string => cut(unmention(oneLine(text)), LONGEST_STEP);

/** Lives of the agent, ended ones and the one at work. */
type Life = Spent & Partial<Pick<SpentLife, 'iteration'>>;

interface Sum {
  tokens: number;
  /** By currency. */
  cost: Map<string, number>;
  allowed: number;
  denied: number;
}

function sumOf(lives: readonly Life[]): Sum {
  const sum: Sum = { tokens: 0, cost: new Map(), allowed: 0, denied: 0 };
  for (const { tokens = 0, cost, allowed, denied } of lives) {
    sum.tokens += tokens;
    if (cost) sum.cost.set(cost.currency, (sum.cost.get(cost.currency) ?? 0) + cost.amount);
    sum.allowed += allowed;
    sum.denied += denied;
  }
  return sum;
}

/** `12,345 tokens · 0.42 USD`; empty where nobody told. */
function amounts({ tokens, cost }: Sum): Mrkdwn[] {
  return [
    ...(tokens > 0 ? [say`${number(tokens)} tokens`] : []),
    ...[...cost].flatMap(([currency, amount]) => (amount > 0 ? [say`${money(amount, currency)}`] : [])),
  ];
}

const number = (amount: number): string => Math.round(amount).toLocaleString('en-US');

function money(amount: number, currency: string): string {
  const shown = amount < 0.01 ? 'less than 0.01' : amount.toLocaleString('en-US', FRACTION);
  return `${shown} ${cut(oneLine(currency), 12)}`;
}

const FRACTION = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** `12 permissions allowed, 1 denied`; undefined where no rule decided anything. */
function ruled({ allowed, denied }: Sum): Mrkdwn | undefined {
  if (allowed + denied === 0) return undefined;
  const many =
    allowed === 0
      ? `${count(denied, 'permission')} denied`
      : `${count(allowed, 'permission')} allowed${denied > 0 ? `, ${denied} denied` : ''}`;
  return say`*By rule, without asking:* ${many}`;
}

const between = (pieces: readonly Mrkdwn[]): Mrkdwn => join(pieces, ' · ');

/** On the card: since when, what it took so far, and of that in this iteration once there are several. */
export function figures(view: CardView): Mrkdwn | undefined {
  const { progress, spent = [], iteration, startedAt } = view;
  const now: Life[] = progress ? [{ ...progress, iteration }] : [];
  const lives: Life[] = [...spent, ...now];
  const all = amounts(sumOf(lives));
  const here = amounts(sumOf(lives.filter((life) => life.iteration === iteration)));
  const parts = [
    ...(startedAt && now.length > 0 ? [say`since ${when(startedAt)}`] : []),
    ...all,
    ...(iteration > 1 && here.length > 0 ? [say`of that in this iteration ${join(here, ', ')}`] : []),
    ...fullness(progress),
  ];
  return parts.length === 0 ? undefined : say`*So far:* ${between(parts)}`;
}

/** Shown when it begins to matter. */
const fullness = (progress: AgentProgress | undefined): Mrkdwn[] =>
  progress?.fullness !== undefined && progress.fullness >= 0.7
    ? [say`its context is ${Math.min(100, Math.round(progress.fullness * 100))} % full`]
    : [];

/** In the summary: what each iteration took, all together, and what rules decided without a person. */
export function spentLines(spent: readonly SpentLife[], rows: number): Mrkdwn | undefined {
  const iterations = [...new Set(spent.map(({ iteration }) => iteration))].sort((one, other) => one - other);
  const all = sumOf(spent);
  const told = amounts(all);
  const rules = ruled(all);
  if (told.length === 0 && !rules) return undefined;
  const each = iterations.map((iteration) => ({
    iteration,
    took: amounts(sumOf(spent.filter((life) => life.iteration === iteration))),
  }));
  const several = each.filter(({ took }) => took.length > 0);
  const lines = several
    .slice(-rows)
    .map(({ iteration, took }) => say`• iteration ${iteration}: ${between(took)}`);
  return join([
    ...(told.length > 0 ? [say`*The agent took* ${between(told)}`] : []),
    ...(several.length > 1 ? lines : []),
    rules,
  ]);
}
