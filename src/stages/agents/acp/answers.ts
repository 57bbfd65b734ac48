/** A person's answer in the words of the request that it answers. */
import type { FormValues, GuidanceAnswer } from '../../../run/guidance-request.js';
import { type Asking, chosenIn, isPlainQuestion, type Property, questionsOf, typed } from './asking.js';
import { readElicitation } from './elicitation.js';
import { optionsIn, rejection, weakestAllow } from './permission-options.js';
import { cursorAsking, qwenAsking } from './vendor.js';

/** What matters of an answer, whether a person gave it or a rule decided. */
export type Answered = Pick<GuidanceAnswer, 'text' | 'values' | 'permit'>;

/**
 * The result for the agent's request; without an answer the one that says that nobody will give one. `Always allow` is
 * allowed once: what it stands for is remembered by metawsm, not by the agent.
 */
export function answerTo(method: string, params: unknown, answer: Answered | undefined): unknown {
  if (method === 'session/request_permission') return toPermission(params, answer);
  if (method === 'elicitation/create') return toElicitation(params, answer);
  if (method === 'cursor/ask_question') return { outcome: toCursorQuestion(params, answer) };
  if (method === 'cursor/create_plan') return { outcome: toCursorPlan(answer) };
  return {};
}

/** The result that refuses a request which nobody was asked: a rule denies it, or it is unfit. */
export const refusalOf = (method: string, params: unknown): unknown =>
  answerTo(method, params, { text: '', permit: { choice: 'reject' } });

/** True where the agent offers only to allow it for longer than once: it is told to the person. */
export const lastsLonger = (method: string, params: unknown): boolean =>
  method === 'session/request_permission' && weakestAllow(optionsIn(params))?.kind === 'allow_always';

const CANCELLED = { outcome: { outcome: 'cancelled' } };

function toPermission(params: unknown, answer: Answered | undefined): unknown {
  const options = optionsIn(params);
  const asking = qwenAsking(params);
  if (!answer || (!asking && !answer.permit)) return CANCELLED;
  const isNo = answer.permit?.choice === 'reject';
  const option = isNo ? rejection(options) : weakestAllow(options);
  if (!option) return CANCELLED;
  const outcome = { outcome: 'selected', optionId: option.optionId };
  return asking ? { outcome, answers: textsOf(asking, answer) } : { outcome };
}

/** Qwen takes texts: labels, or anything that a person wrote. */
function textsOf(asking: Asking, answer: Answered): Record<string, string> {
  const values = valuesOf(asking, answer);
  return Object.fromEntries(
    questionsOf(asking).flatMap((one) => {
      const found = [values.known, values.free].find((all) => Object.hasOwn(all, one.name));
      const value = found?.[one.name];
      return value === undefined ? [] : [[one.name, Array.isArray(value) ? value.join(', ') : String(value)]];
    }),
  );
}

function toElicitation(params: unknown, answer: Answered | undefined): unknown {
  if (!answer) return { action: 'cancel' };
  const read = readElicitation(params);
  if (answer.permit?.choice === 'reject' || read.kind === 'unfit') return { action: 'decline' };
  if (read.kind === 'link') return { action: 'accept' };
  if (read.kind === 'consent')
    return answer.permit ? { action: 'accept', content: {} } : { action: 'decline' };
  const content = contentOf(read.asking, answer);
  const isWhole = read.asking.properties.every((one) => !one.required || Object.hasOwn(content, one.name));
  return isWhole && Object.keys(content).length > 0 ? { action: 'accept', content } : { action: 'decline' };
}

function contentOf(asking: Asking, answer: Answered): FormValues {
  const { known, free } = valuesOf(asking, answer);
  // a field may be called like anything, `__proto__` too
  const content = new Map(Object.entries(known));
  for (const { name, free: way } of questionsOf(asking)) {
    const text = Object.hasOwn(free, name) ? free[name] : undefined;
    if (text === undefined || typeof way !== 'object') continue;
    content.set(way.field, text);
    if (way.none !== undefined && !content.has(name)) content.set(name, way.none);
  }
  return Object.fromEntries(content);
}

function toCursorQuestion(params: unknown, answer: Answered | undefined): unknown {
  if (!answer) return { outcome: 'cancelled' };
  const asking = cursorAsking(params);
  const { known, free } = valuesOf(asking, answer);
  const said = Object.values(free).join('\n');
  const answers = questionsOf(asking).flatMap(({ name }) => {
    const value = Object.hasOwn(known, name) ? known[name] : undefined;
    return value === undefined ? [] : [{ questionId: name, selectedOptionIds: [value].flat().map(String) }];
  });
  // it takes no text but the reason for which a question was passed over
  return answers.length === 0 ? { outcome: 'skipped', reason: said } : { outcome: 'answered', answers };
}

function toCursorPlan(answer: Answered | undefined): unknown {
  if (!answer?.permit) return { outcome: 'cancelled' };
  const { choice, note } = answer.permit;
  if (choice !== 'reject') return { outcome: 'accepted' };
  return note ? { outcome: 'rejected', reason: note } : { outcome: 'rejected' };
}

interface Values {
  /** By field: options and typed values. */
  known: FormValues;
  /** By question: words that are none of its options. */
  free: Record<string, string>;
}

function valuesOf(asking: Asking, answer: Answered): Values {
  if (isPlainQuestion(asking)) return plainValue(questionsOf(asking)[0]!, answer);
  const entries = asking.properties.flatMap((one) => {
    const given =
      answer.values && Object.hasOwn(answer.values, one.name) ? answer.values[one.name] : undefined;
    const value = typed(one, given);
    return value === undefined ? [] : [[one.name, value] as const];
  });
  return { known: Object.fromEntries(entries), free: {} };
}

/** The answer to a single question; several options come as one list, under whichever name. */
function plainValue(property: Property, answer: Answered): Values {
  const list = Object.values(answer.values ?? {}).find(Array.isArray);
  const said = property.type === 'choices' ? (list ?? splitIn(property, answer.text)) : [answer.text];
  const chosen = said.flatMap((text) => chosenIn(property, text) ?? []);
  const rest = said.filter((text) => text.trim() !== '' && chosenIn(property, text) === undefined).join(', ');
  if (rest === '' && chosen.length === 0) return { known: {}, free: {} };
  if (!property.options)
    return { known: property.free ? {} : { [property.name]: rest }, free: { [property.name]: rest } };
  const known = property.type === 'choices' ? chosen : chosen[0];
  return {
    known: chosen.length > 0 ? { [property.name]: known! } : {},
    free: rest === '' ? {} : { [property.name]: rest },
  };
}

/** `Postgres, SQLite`, where each of them is an option; anything else is one text. */
function splitIn(property: Property, text: string): string[] {
  const pieces = text
    .slice(0, 20_000)
    .split(/[,;\n]/u)
    .map((one) => one.trim())
    .filter(Boolean);
  return pieces.length > 0 && pieces.every((one) => chosenIn(property, one) !== undefined) ? pieces : [text];
}
