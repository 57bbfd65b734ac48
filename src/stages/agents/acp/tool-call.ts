/** A tool call as agents send it, in metawsm's own terms. */
import { z } from 'zod';
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
const MOST_PATH = 4096;
const MOST_PATHS = 100;
/** The agent's own list of what it does: nothing that touches anything. */
const LISTS = /^(?:todo_?(?:write|read)|write_todos|update_plan|task_?(?:create|update|list|get))$/iu;

/** What the call wants to do. Paths are as the agent names them: whoever judges them resolves them first. */
export function askedOf(call: ToolCall): PermissionAsked {
  const name = toolNameOf(call);
  const mcp = mcpToolOf(call, name);
  const command = mcp === undefined ? commandOf(call) : undefined;
  const paths = pathsOf(call);
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

/** Gemini shows the command as the title alone. */
function commandOf({ rawInput, kind, title }: ToolCall): string | undefined {
  const given = rawInput?.command ?? rawInput?.cmd;
  if (typeof given === 'string') return marked(given, MOST_COMMAND);
  if (Array.isArray(given)) return marked(given.slice(0, 1000).map(quoted).join(' '), MOST_COMMAND);
  return kind === 'execute' && title && rawInput === undefined ? marked(title, MOST_COMMAND) : undefined;
}

const quoted = (word: unknown): string =>
  /^[\w@%+=:,./-]+$/u.test(String(word)) ? String(word) : `'${String(word).replaceAll("'", "'\\''")}'`;

const PATH_NAMES = [
  ...[
    'file_path',
    'filePath',
    'filepath',
    'path',
    'absolute_path',
    'absolutePath',
    'notebook_path',
    'dir_path',
  ],
  ...['directory', 'source', 'destination', 'old_path', 'new_path', 'oldPath', 'newPath', 'from', 'to'],
];

/** Empty where there are too many to look at: then nothing is opened by the workspace. */
function pathsOf(call: ToolCall): string[] {
  const lists = [call.locations, call.content, asList(call.rawInput?.paths), asList(call.rawInput?.files)];
  const entries = lists.flatMap((list) => list ?? []);
  if (entries.length > 10 * MOST_PATHS) return [];
  const listed = entries.map((entry) => (typeof entry === 'string' ? entry : textAt(entry, 'path')));
  const named = PATH_NAMES.map((name) => textAt(call.rawInput, name));
  const found = [...listed, ...named].filter((path): path is string => !!path && path.length <= MOST_PATH);
  const paths = [...new Set(found.map((path) => marked(path, MOST_PATH)))];
  return paths.length > MOST_PATHS ? [] : paths;
}

const asList = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined);

function addressOf({ rawInput, kind, title }: ToolCall): string | undefined {
  const given = textAt(rawInput, 'url') ?? textAt(rawInput, 'uri');
  if (given) return marked(given, MOST_PATH);
  return kind === 'fetch'
    ? /^(?:fetch(?:ing)? )?(https?:\/\/\S+)$/iu.exec((title ?? '').slice(0, MOST_PATH))?.[1]
    : undefined;
}

export const diffsOf = (call: ToolCall): Group[] =>
  (call.content ?? [])
    .slice(0, MOST_PATHS)
    .filter((one): one is Group => isGroup(one) && one.type === 'diff');

/** The texts beside the call: why it is wanted, its arguments, a plan. */
export function wordsOf(call: ToolCall): string {
  const texts = (call.content ?? []).slice(0, 20).flatMap((one) => textAt(one, 'content', 'text') ?? []);
  return texts.length > 0 ? texts.join('\n') : (textAt(call.rawInput, 'description') ?? '');
}

function detailOf(call: ToolCall): string {
  const plan = textAt(call.rawInput, 'plan');
  if (plan) return lines(plan, MOST_DETAIL);
  if (call.kind === 'switch_mode') return lines(wordsOf(call), MOST_DETAIL);
  const given = textAt(call.rawInput, 'diff');
  return lines(given ?? diffsOf(call).map(diffOf).join('\n'), MOST_DETAIL);
}
