/** How each agent spells the tool of an MCP server. */
import { oneLine, textAt } from './plain.js';
import type { ToolCall } from './tool-call.js';

/** `mcp__operator__ask_operator`, `mcp_operator_ask_operator`, `operator_ask_operator`, `operator/ask_operator`, … */
const OPERATOR =
  /^(?:mcp(?:__|[_.:/]))?operator(?:__|[_.:/])(ask_operator|wait_for_answer|report_status)(?:__.{0,200})?$/u;
/** Gemini's title of any MCP tool. */
const TITLED = /^([^\s()]{1,100}) \(([^\s()]{1,100}) MCP Server\)$/u;

export const isOfOperator = (name: string): boolean => OPERATOR.test(name);

/** `<server>/<tool>` where the call is one of an MCP server. */
export function mcpToolOf(call: ToolCall, name: string): string | undefined {
  const title = oneLine(call.title ?? '', 300);
  const id = (call.toolCallId ?? '').slice(0, 300);
  const own =
    OPERATOR.exec(name) ?? OPERATOR.exec(id) ?? (mayBeTitled(call, name) ? OPERATOR.exec(title) : null);
  // a command or a change is what it is, whatever it is called
  if (own && !isDeed(call)) return `operator/${own[1]}`;
  const server = textAt(call._meta, 'claudeCode', 'mcpServer', 'name');
  const spelled = /^mcp__(.{1,100}?)__(.{1,200})$/u.exec(name);
  if (spelled) return `${oneLine(server ?? spelled[1]!, 100)}/${spelled[2]}`;
  if (server !== undefined) return `${oneLine(server, 100)}/${name || title}`;
  const titled = id.startsWith('mcp_') ? TITLED.exec(title) : null;
  return titled ? `${titled[2]}/${titled[1]}` : undefined;
}

const isDeed = ({ kind, rawInput, content }: ToolCall): boolean =>
  /^(?:execute|edit|delete|move|fetch)$/u.test(kind ?? '') ||
  ['command', 'cmd', 'url', 'file_path', 'path'].some((one) => rawInput?.[one] !== undefined) ||
  (content ?? []).some((one) => textAt(one, 'type') === 'diff');

/** The title of a shell call is a command, and a command may be called anything. */
const mayBeTitled = ({ kind, rawInput }: ToolCall, name: string): boolean =>
  name === '' && (kind === undefined || kind === 'other') && rawInput?.command === undefined;
