/** The files and folders that a tool call names, wherever in it they stand. */
import { type Group, inside, isGroup, marked, textAt } from './plain.js';
import type { ToolCall } from './tool-call.js';

const MOST_PATH = 4096;
const MOST_PATHS = 100;
/** Values of the input that are looked at, and how deep: no real one has more. */
const MOST_VALUES = 1000;
const DEEPEST = 5;

const NAMES = new Set([
  ...['file_path', 'filePath', 'filepath', 'path', 'absolute_path', 'absolutePath', 'notebook_path'],
  ...['dir_path', 'directory', 'source', 'destination', 'old_path', 'new_path', 'oldPath', 'newPath'],
  ...['from', 'to', 'target_file', 'targetFile', 'file'],
]);
const LISTS = new Set(['paths', 'files']);
/** Where a command runs. */
const PLACES = ['cwd', 'workdir', 'working_directory', 'workingDirectory'];

/** Undefined where there is more than is looked at: then nothing is opened by the workspace. */
export function pathsOf(call: ToolCall, runs: boolean): string[] | undefined {
  const entries = [...(call.locations ?? []), ...(call.content ?? [])];
  const named = inputPaths(call.rawInput);
  if (entries.length > 10 * MOST_PATHS || !named) return undefined;
  const listed = entries.map((entry) => (typeof entry === 'string' ? entry : textAt(entry, 'path')));
  const places = runs ? PLACES.map((name) => textAt(call.rawInput, name)) : [globbed(call)];
  const found = [...listed, ...named, ...places].filter((path): path is string => !!path);
  if (found.some((path) => path.length > MOST_PATH)) return undefined;
  const paths = [...new Set(found.map((path) => marked(path, MOST_PATH)))];
  return paths.length > MOST_PATHS ? undefined : paths;
}

function inputPaths(input: Group | undefined): string[] | undefined {
  const found: string[] = [];
  let [level, looked]: [unknown[], number] = [[input], 0];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return undefined;
    const next: unknown[] = [];
    for (const value of level) {
      const entries = Array.isArray(value)
        ? value.map((one) => ['', one] as const)
        : isGroup(value)
          ? Object.entries(value)
          : [];
      looked += entries.length;
      if (looked > MOST_VALUES) return undefined;
      for (const [name, one] of entries) {
        if (typeof one === 'string' && NAMES.has(name)) found.push(one);
        if (Array.isArray(one) && LISTS.has(name)) found.push(...one.filter(isText));
        // Codex: what changes, by path
        if (isGroup(one) && name === 'changes') found.push(...Object.keys(one));
        if (typeof one === 'object') next.push(one);
      }
    }
    level = next;
  }
  return found;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Where a search for names begins that does not begin where the agent works. */
function globbed({ kind, title, name, rawInput, _meta }: ToolCall): string | undefined {
  const called = `${name ?? ''} ${inside(_meta, 'claudeCode', 'toolName') ?? ''} ${(title ?? '').slice(0, 100)}`;
  const pattern = textAt(rawInput, 'pattern') ?? textAt(rawInput, 'glob_pattern');
  if (kind !== 'search' || !/\b(?:glob|find)/iu.test(called) || !pattern) return undefined;
  return /^[/~]|(?:^|\/)\.\.(?:\/|$)/u.test(pattern) ? pattern.split(/[*?[{]/u, 1)[0] : undefined;
}
