/**
 * The script of a model stands in the prompt as `[[steps:[…]]]`, or is given by a rule for prompts that match. Which step is
 * next follows from the conversation alone, so that an agent that was killed and resumed is answered as if nothing had been.
 */
import type { Answer, Asked, Call, Item } from './history.js';
import { callsOf, type Dialect, lookFor } from './tools.js';

/** What a step does; `say` is text before the calls. */
export type Step = { say?: string } & (
  | { text: string }
  | { shell: string; escalate?: boolean }
  | { write: { path: string; content: string } }
  | { ask: { question: string; options: string[]; multi?: boolean } }
  | { mcp: { tool: string; input?: Record<string, unknown> } }
  | { plan: { step: string; status: 'pending' | 'in_progress' | 'completed' }[] }
  | { tool: string; input: Record<string, unknown> }
  | { all: Step[] }
);

/** Steps for prompts that match and have no marker; made from the prompt where they name its files. */
export interface Rule {
  when: RegExp;
  steps: Step[] | ((prompt: string) => Step[]);
}

/** The marker to put into a prompt. */
export const marker = (steps: Step[]): string => `[[steps:${JSON.stringify(steps)}]]`;

const MARK = '[[steps:';

/** Claude guesses what a person might say next. */
const GUESS = /^\[SUGGESTION MODE/;

/** The steps of a text: up to the `]]` that makes them JSON. */
export function stepsIn(text: string): Step[] | undefined {
  const begin = text.lastIndexOf(MARK);
  if (begin < 0) return undefined;
  for (let end = text.indexOf(']]', begin); end >= 0; end = text.indexOf(']]', end + 1)) {
    try {
      return JSON.parse(text.slice(begin + MARK.length, end + 1)) as Step[];
    } catch {}
  }
  return undefined;
}

/** What the model answers, and why (for the log). */
export function next(asked: Asked, dialect: Dialect, rules: readonly Rule[] = []): Answer & { why: string } {
  const { items } = asked;
  if (asked.tools.length === 0) return { text: aside(asked), calls: [], why: 'side request' };
  if (items.some((item) => item.role === 'human' && GUESS.test(item.text)))
    return { text: '', calls: [], why: 'side request' };
  const at = items.findLastIndex(({ role }) => role === 'human');
  const prompt = items[at];
  if (prompt?.role !== 'human') return { text: 'Nobody asked.', calls: [], why: 'no prompt' };
  const steps = stepsIn(prompt.text) ?? ruled(prompt.text, rules);
  if (!steps) return { text: echo(items, prompt.text), calls: [], why: 'echo' };
  const since = items.slice(at + 1);
  const number = turnsIn(since);
  const step = steps[number];
  if (!step) return { text: 'The script is over.', calls: [], why: `after step ${number}` };
  const why = `step ${number + 1} of ${steps.length}`;
  const last = since.findLast(({ role }) => role === 'model');
  const looked = last?.role === 'model' && last.looks === true;
  return { ...played(step, asked, dialect, looked), why };
}

function ruled(prompt: string, rules: readonly Rule[]): Step[] | undefined {
  const steps = rules.find(({ when }) => when.test(prompt))?.steps;
  return typeof steps === 'function' ? steps(prompt) : steps;
}

/** Turns of the model: adjacent answers count once. */
function turnsIn(items: readonly Item[]): number {
  const turns = items.filter((item, at) => item.role === 'model' && items[at - 1]?.role !== 'model');
  return turns.filter((item) => item.role === 'model' && !item.looks).length;
}

/** Proves that a resumed agent sent its history. */
function echo(items: readonly Item[], text: string): string {
  const scripted = items.filter((item) => item.role === 'human' && stepsIn(item.text)).length;
  const results = items.filter(({ role }) => role === 'result').length;
  const turns = turnsIn(items);
  return `ECHO prompts=${scripted} turns=${turns} results=${results} ${JSON.stringify(text.slice(-2000))}`;
}

function played(step: Step, asked: Asked, dialect: Dialect, looked: boolean): Answer {
  if ('text' in step) return { text: filled(step.text, asked.items), calls: [] };
  const calls: Call[] = [];
  for (const one of 'all' in step ? step.all : [step]) {
    const some = callsOf(one, asked.tools, dialect);
    if (some.length === 0) {
      const search = looked ? [] : lookFor(one, asked.tools, dialect);
      if (search.length > 0) return { calls: search };
      return { text: `CANNOT ${Object.keys(one).join()}: ${offered(asked)}`, calls: [] };
    }
    calls.push(...some);
  }
  return { ...(step.say ? { text: filled(step.say, asked.items) } : {}), calls };
}

const offered = ({ tools }: Asked): string =>
  `tools ${tools.map(({ namespace, name }) => (namespace ? `${namespace}/${name}` : name)).join(' ')}`;

function filled(text: string, items: readonly Item[]): string {
  const last = items.findLast((item) => item.role === 'result');
  return text.replaceAll('{{last}}', () => (last?.role === 'result' ? last.text : '(nothing)'));
}

/** A side request wants a title or a small verdict, often as JSON. */
function aside({ schema }: Asked): string {
  const fields = Object.keys(schema?.properties ?? { title: 1 });
  const values: Record<string, unknown> = {
    next_speaker: 'user',
    complexity_score: 10,
    model_choice: 'flash',
  };
  return JSON.stringify(Object.fromEntries(fields.map((field) => [field, values[field] ?? 'A greeting'])));
}
