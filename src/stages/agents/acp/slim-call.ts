/** What is kept of a tool call while it is under way: what is shown of it in one line, never what it reads or writes. */
import { type Group, inside, isGroup } from './plain.js';

const MOST_TEXT = 2_000;
const MOST_ENTRIES = 20;

/** The parts of an update that `doingOf` looks at; those that are not there stay away. */
export function slimCall(update: Group): Group {
  const tool = inside(update, '_meta', 'claudeCode', 'toolName');
  const server = inside(update, '_meta', 'claudeCode', 'mcpServer', 'name');
  const plain = inside(update, '_meta', 'toolName');
  const parts: Group = {};
  const keep = (name: string, value: unknown) => {
    if (value !== undefined) parts[name] = value;
  };
  for (const name of NAMES) keep(name, slim(update[name]));
  keep('rawInput', slimGroup(update.rawInput));
  keep('content', placesIn(update.content));
  keep('locations', placesIn(update.locations));
  if (tool !== undefined || server !== undefined || plain !== undefined)
    parts._meta = {
      toolName: slim(plain),
      claudeCode: { toolName: slim(tool), mcpServer: { name: slim(server) } },
    };
  return parts;
}

const NAMES = ['toolCallId', 'title', 'name', 'kind'];

const slim = (value: unknown): unknown => {
  if (typeof value === 'string') return value.slice(0, MOST_TEXT);
  if (Array.isArray(value))
    return value
      .slice(0, MOST_ENTRIES)
      .filter((one) => typeof one === 'string')
      .map(slim);
  return undefined;
};

const slimGroup = (value: unknown): Group | undefined =>
  isGroup(value)
    ? Object.fromEntries(
        Object.entries(value)
          .slice(0, MOST_ENTRIES)
          .map(([name, one]) => [name.slice(0, 100), slim(one)]),
      )
    : undefined;

const placesIn = (list: unknown): Group[] | undefined =>
  Array.isArray(list)
    ? list
        .slice(0, MOST_ENTRIES)
        .filter(isGroup)
        .map(({ type, path }) => ({ type: slim(type), path: slim(path) }))
    : undefined;
