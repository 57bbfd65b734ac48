/** One rule of `agents[].permissions`, as metawsm.yml spells it. */
import { nearest } from '../nearest.js';
import { TOOL_KINDS, type ToolKind } from './tool-kinds.js';

export interface Rule {
  /** As it was written. */
  text: string;
  /** `mcp`: a tool of any MCP server, of whichever kind. */
  kind: ToolKind | 'mcp';
  pattern?: string;
}

const KINDS = [...TOOL_KINDS, 'mcp'] as const;
/** What a pattern of the kind is compared with. */
const COMPARED: Partial<Record<Rule['kind'], 'path' | 'command' | 'host' | 'tool'>> = {
  read: 'path',
  edit: 'path',
  delete: 'path',
  move: 'path',
  search: 'path',
  execute: 'command',
  fetch: 'host',
  mcp: 'tool',
};
const LONGEST = 500;

/** Reads `execute`, `execute(npm test*)`, `edit(docs/**)`, `fetch(*.example.com)`, `mcp(server/tool)`. */
export function parseRule(text: string): Rule | { fault: string } {
  const written = text.trim();
  if (written.length > LONGEST) return { fault: `a rule is at most ${LONGEST} characters long` };
  const open = written.indexOf('(');
  const name = open < 0 ? written : written.slice(0, open).trim();
  const kind = KINDS.find((one) => one === name);
  if (!kind) return { fault: unknownKind(name) };
  if (open < 0) return { text: written, kind };
  if (!written.endsWith(')')) return { fault: `\`${written}\` lacks its closing parenthesis` };
  const pattern = written.slice(open + 1, -1).trim();
  const fault = faultIn(kind, pattern);
  return fault ? { fault } : { text: written, kind, pattern };
}

function unknownKind(name: string): string {
  const meant = nearest(name, KINDS);
  const known = meant ? `did you mean \`${meant}\`?` : `the kinds are ${KINDS.join(', ')}`;
  return `\`${name.slice(0, 60)}\` is no kind of tool; ${known}`;
}

function faultIn(kind: Rule['kind'], pattern: string): string | undefined {
  const compared = COMPARED[kind];
  if (!compared) return `\`${kind}\` has nothing to compare; write \`${kind}\` alone`;
  if (pattern === '') return `there is nothing in the parentheses; write \`${kind}\` alone`;
  if (/\p{Cc}/u.test(pattern)) return 'it holds a control character';
  if (compared === 'command') return commandFault(pattern);
  if (compared === 'path') return pathFault(pattern);
  if (compared === 'host') return hostFault(pattern);
  return /^[^\s/()]+\/[^\s/()]+$/u.test(pattern) ? undefined : 'name an MCP tool as `mcp(server/tool)`';
}

const commandFault = (pattern: string): string | undefined =>
  /&&|[;|&`<>]|\$\(/u.test(pattern)
    ? 'each command of a line is compared by itself; write one rule for each, without `&&`, `|`, `;` and redirections'
    : undefined;

const pathFault = (pattern: string): string | undefined =>
  pattern.split('/').includes('..') ? 'a path with `..` means nothing here; write the whole path' : undefined;

const hostFault = (pattern: string): string | undefined =>
  /^(?:\*\.)?[\w*-]+(?:\.[\w-]+)*$/u.test(pattern) ? undefined : 'name a host, such as `*.example.com`';
