/** Questions that some agents ask in ways of their own: Qwen in a permission, Cursor in requests of its own. */
import { type Asking, MOST_FIELDS, MOST_OPTIONS, type Property } from './asking.js';
import { withOwnLabels } from './elicitation.js';
import { inside, isGroup, lines, oneLine, textAt } from './plain.js';

/** The questions of a `session/request_permission` of Qwen; undefined where it is a permission. */
export function qwenAsking(params: unknown): Asking | undefined {
  const meta = [inside(params, 'toolCall', '_meta'), inside(params, '_meta')].find((one) => isQuestion(one));
  if (!meta) return undefined;
  const listed = inside(meta, 'qwenQuestions') ?? inside(params, 'toolCall', 'rawInput', 'questions');
  const properties = each(listed, (one, at) =>
    propertyOf(String(at), textAt(one, 'question'), textAt(one, 'header'), inside(one, 'options'), {
      isMultiple: inside(one, 'multiSelect') === true,
      value: 'label',
      free: 'value',
    }),
  );
  return { message: '', properties };
}

const isQuestion = (meta: unknown): boolean =>
  textAt(meta, 'qwenInteractionKind') === 'user_question' || Array.isArray(inside(meta, 'qwenQuestions'));

/** The questions of `cursor/ask_question`. */
export function cursorAsking(params: unknown): Asking {
  const properties = each(inside(params, 'questions'), (one, at) =>
    propertyOf(textAt(one, 'id') ?? String(at), textAt(one, 'prompt'), undefined, inside(one, 'options'), {
      isMultiple: inside(one, 'allowMultiple') === true,
      value: 'id',
      free: 'reason',
    }),
  );
  return { message: lines(textAt(params, 'title') ?? '', 1000), properties };
}

const each = (listed: unknown, read: (one: unknown, at: number) => Property): Property[] =>
  (Array.isArray(listed) ? listed : []).filter(isGroup).slice(0, MOST_FIELDS).map(read);

interface Way {
  isMultiple: boolean;
  value: 'label' | 'id';
  free: 'value' | 'reason';
}

function propertyOf(
  name: string,
  question = '',
  header: string | undefined,
  listed: unknown,
  way: Way,
): Property {
  const options = (Array.isArray(listed) ? listed : []).slice(0, MOST_OPTIONS).flatMap((one) => {
    const label = oneLine(textAt(one, 'label') ?? (typeof one === 'string' ? one : ''), 200);
    const value = textAt(one, way.value) ?? label;
    const hint = lines(textAt(one, 'description') ?? '', 500);
    return label === '' ? [] : [{ value, label, ...(hint === '' ? {} : { hint }) }];
  });
  const title = oneLine(header || question, 200) || 'Question';
  const base = { name: name.slice(0, 200), title, required: true, ...(question ? { question } : {}) };
  if (options.length === 0) return { ...base, type: 'text', free: way.free };
  return {
    ...base,
    type: way.isMultiple ? 'choices' : 'choice',
    options: withOwnLabels(options),
    free: way.free,
  };
}
