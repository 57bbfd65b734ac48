/** A tool call as agents send it, in metawsm's own terms. */
import * as z from 'zod';
import { isDestructive, type PermissionAsked, TOOL_KINDS } from '../../../run/permissions.js';
import { diffOf } from './diff.js';
import {
  type Group,
  isGroup,
  lines,
  marked,
  oneLine,
  someGroup,
  someList,
  someText,
  textAt,
} from './plain.js';
import { isOfOperator, mcpToolOf } from './tool-names.js';
import { pathsOf } from './tool-paths.js';

export const ToolCall = z.object({
  toolCallId: someText,
  title: someText,
  name: someText,
  kind: someText,
  status: someText,
  rawInput: someGroup,
  content: someList,
  locations: someList,
  _meta: someGroup,
});
export type ToolCall = z.infer<typeof ToolCall>;

const MOST_TITLE = 300;
/** One character more than a command may have to be judged at all. */
const MOST_COMMAND = 20_001;
export const MOST_DETAIL = 16_000;
const MOST_ADDRESS = 4096;
const MOST_DIFFS = 100;
/** The agent's own list of what it does: nothing that touches anything. */
const LISTS = /^(?:todo_?(?:write|read)|write_todos|update_plan|task_?(?:create|update|list|get))$/iu;

/** What the call wants to do. Paths are as the agent names them: whoever judges them resolves them first. */
export function askedOf(call: ToolCall): PermissionAsked {
  const name = toolNameOf(call);
  const mcp = mcpToolOf(call, name);
  const command = mcp === undefined ? commandOf(call) : undefined;
  const paths = pathsOf(call, command !== undefined) ?? [UNKNOWN_PATHS];
  const address = addressOf(call);
  const detail = detailOf(call);
  const asked: PermissionAsked = {
    tool: kindOf(call, name, command),
    title: oneLine(call.title || name || '', MOST_TITLE) || 'a tool without a name',
    ...(command === undefined ? {} : { command }),
    ...(paths.length === 0 ? {} : { paths }),
    ...(address === undefined ? {} : { address }),
    ...(mcp === undefined ? {} : { mcp }),
    ...(detail === '' ? {} : { detail }),
  };
  return isDestructive(asked) ? { ...asked, destructive: true } : asked;
}

/** What the agent calls the tool; some say it only in the id of the call. */
export function toolNameOf(call: ToolCall): string {
  const named = call.name ?? textAt(call._meta, 'claudeCode', 'toolName') ?? textAt(call._meta, 'toolName');
  return oneLine(named ?? /^(\w{1,100}?)__/u.exec(call.toolCallId ?? '')?.[1] ?? '', 100);
}

function kindOf(call: ToolCall, name: string, command: string | undefined): PermissionAsked['tool'] {
  if (command !== undefined) return 'execute';
  if (LISTS.test(name) && !isOfOperator(name)) return 'think';
  if (name === 'ExitPlanMode') return 'switch_mode';
  if (asksForFolder(call)) return 'edit';
  const kind = TOOL_KINDS.find((one) => one === call.kind) ?? 'other';
  // a call that shows a change is one, whatever it calls itself
  if ((kind === 'read' || kind === 'think' || kind === 'search') && diffsOf(call).length > 0) return 'edit';
  return kind === 'search' && /web/iu.test(`${name} ${call.toolCallId ?? ''}`) ? 'fetch' : kind;
}

/** opencode asks for the folder before it asks for what it wants to do there, and does not say what that will be. */
const asksForFolder = ({ kind, rawInput }: ToolCall): boolean =>
  kind === 'other' && !!textAt(rawInput, 'filepath') && !!textAt(rawInput, 'parentDir');
/** More paths than are looked at: never a place in the workspace. */
const UNKNOWN_PATHS = '\ufffd…';

/** Gemini shows the command as the title alone. */
function commandOf({ rawInput, kind, title }: ToolCall): string | undefined {
  const given = rawInput?.command ?? rawInput?.cmd;
  const more = Array.isArray(rawInput?.args) ? rawInput.args : [];
  if (typeof given === 'string') return whole([given, ...wordsIn(more)].join(' '));
  if (Array.isArray(given)) return whole([...wordsIn(given), ...wordsIn(more)].join(' '));
  return kind === 'execute' && title && rawInput === undefined ? whole(title) : undefined;
}

/** What is too long to be judged keeps its end, too: that is where the worst of it would stand. */
function whole(command: string): string {
  if (command.length < MOST_COMMAND) return marked(command, MOST_COMMAND);
  const half = Math.floor(MOST_COMMAND / 2);
  const left = command.length - 2 * half;
  return `${marked(command.slice(0, half), half)}\n\ufffd… ${left} …\ufffd\n${marked(command.slice(-half), half)}`;
}

/** As many as a command may have characters; one with more is never judged by its beginning. */
const wordsIn = (list: unknown[]): string[] => list.slice(0, MOST_COMMAND).map(quoted);

const quoted = (word: unknown): string =>
  /^[\w@%+=:,./-]+$/u.test(String(word)) ? String(word) : `'${String(word).replaceAll("'", "'\\''")}'`;

function addressOf({ rawInput, kind, title }: ToolCall): string | undefined {
  const given = textAt(rawInput, 'url') ?? textAt(rawInput, 'uri');
  if (given) return marked(given, MOST_ADDRESS);
  return kind === 'fetch'
    ? /^(?:fetch(?:ing)? )?(https?:\/\/\S+)$/iu.exec((title ?? '').slice(0, MOST_ADDRESS))?.[1]
    : undefined;
}

export const diffsOf = (call: ToolCall): Group[] =>
  (call.content ?? [])
    .slice(0, MOST_DIFFS)
    .filter((one): one is Group => isGroup(one) && one.type === 'diff');

/** The texts beside the call: why it is wanted, its arguments, a plan. */
export function wordsOf(call: ToolCall): string {
  const texts = (call.content ?? []).slice(0, 20).flatMap((one) => textAt(one, 'content', 'text') ?? []);
  return texts.length > 0 ? texts.join('\n') : (textAt(call.rawInput, 'description') ?? '');
}

/** What a tool is given that shows nothing else by which it could be judged; its own title may say anything. */
export function withInput(asked: PermissionAsked, { rawInput }: ToolCall): PermissionAsked {
  const { command, address, detail, paths, mcp, tool } = asked;
  const isShown = command !== undefined || address !== undefined || detail !== undefined;
  const isKnown = paths !== undefined && mcp === undefined && tool !== 'other' && tool !== 'execute';
  if (isShown || isKnown || rawInput === undefined || Object.keys(rawInput).length === 0) return asked;
  return { ...asked, detail: lines(written(rawInput), MOST_INPUT) };
}

const MOST_INPUT = 4000;

function written(input: Group): string {
  try {
    return marked(JSON.stringify(input, null, 1), 3 * MOST_INPUT);
  } catch {
    // nested deeper than anybody could read
    return '\ufffd…';
  }
}

function detailOf(call: ToolCall): string {
  const plan = textAt(call.rawInput, 'plan');
  if (plan) return lines(plan, MOST_DETAIL);
  if (call.kind === 'switch_mode') return lines(wordsOf(call), MOST_DETAIL);
  const given = textAt(call.rawInput, 'diff');
  return lines(given ?? diffsOf(call).map(diffOf).join('\n'), MOST_DETAIL);
}
