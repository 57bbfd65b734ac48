/** What an agent did, as `agent.log` tells it. */
import { doingOf } from './doing.js';
import { inside, lines, oneLine, textAt } from './plain.js';
import { stepsIn } from './steps.js';
import { ToolCall } from './tool-call.js';

const MOST_TEXT = 20_000;
const MOST_LINE = 500;

/**
 * The piece of the log for one `update` of a `session/update`, to be appended as it is; undefined where there is nothing
 * to tell. Words come as they are spoken, everything else on a line of its own; `isLineStart`: the log ends with a newline.
 */
export function accountOf(update: unknown, isLineStart = false): string | undefined {
  const kind = textAt(update, 'sessionUpdate');
  if (kind === 'agent_message_chunk') return spoken(update);
  const line = lineOf(kind, update);
  return line === undefined ? undefined : `${isLineStart ? '' : '\n'}${oneLine(line, MOST_LINE)}\n`;
}

/** Blanks at the ends belong to the sentence that is spoken in pieces. */
function spoken(update: unknown): string | undefined {
  const text = textAt(update, 'content', 'text')?.slice(0, MOST_TEXT) ?? '';
  const end = /\s$/u.test(text.slice(-1)) ? blanksAtTheEndOf(text) : '';
  return text === '' ? undefined : lines(text, MOST_TEXT) + end;
}

const blanksAtTheEndOf = (text: string): string =>
  /\s*$/u.exec(text.slice(-100))?.[0].replace(/[^ \n]/gu, '') ?? '';

function lineOf(kind: string | undefined, update: unknown): string | undefined {
  if (kind === 'plan') return planLine(update);
  if (kind === 'tool_call' || kind === 'tool_call_update') return callLine(update);
  const failure = textAt(update, '_meta', 'codex', 'error', 'message');
  if (failure !== undefined) return `! ${failure}`;
  return kind === 'notice' ? `! ${textAt(update, 'title') ?? ''}` : undefined;
}

const MARKS = { completed: '✓', in_progress: '▸', pending: '·' };

const planLine = (update: unknown): string =>
  `plan: ${(stepsIn(update) ?? []).map(({ title, status }) => `${MARKS[status]} ${oneLine(title, 60)}`).join('  ')}`;

function callLine(update: unknown): string | undefined {
  // most updates show no more than what a call has printed
  if (textAt(update, 'title') === undefined && textAt(update, 'status') !== 'failed') return undefined;
  const read = ToolCall.safeParse(update);
  if (!read.success) return undefined;
  const { status, title, rawInput } = read.data;
  const words = title === undefined ? '' : doingOf(read.data);
  if (status === 'completed') return words === '' ? undefined : `✓ ${words}`;
  if (status === 'failed') return `✗ ${words || 'it failed'}${reasonOf(update)}`;
  // the first sight of a call is empty with some agents; its repetitions show what it has printed
  const isEmpty = rawInput !== undefined && Object.keys(rawInput).every((name) => name === 'cwd');
  const isRepeated =
    status === 'in_progress' && textAt(update, 'sessionUpdate') === 'tool_call_update' && hasText(update);
  return words === '' || isEmpty || isRepeated ? undefined : `» ${words}`;
}

const firstText = (update: unknown): string | undefined => {
  const content = inside(update, 'content');
  return Array.isArray(content) ? textAt(content[0], 'content', 'text') : undefined;
};
const hasText = (update: unknown): boolean => firstText(update) !== undefined;

function reasonOf(update: unknown): string {
  const text = oneLine((firstText(update) ?? '').replaceAll('```', ''), 200);
  return text === '' ? '' : `: ${text}`;
}
