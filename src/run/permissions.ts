/** What an agent wants to do, who decides it, and what a person's `Always allow` remembers. Pure. */
import type { Decision } from './decision.js';

/** Kinds of tools, as the Agent Client Protocol names them. */
export const TOOL_KINDS = [
  'read',
  'edit',
  'delete',
  'move',
  'search',
  'execute',
  'think',
  'fetch',
  'switch_mode',
  'other',
] as const;
export type ToolKind = (typeof TOOL_KINDS)[number];

/** One thing that an agent wants to do. */
export interface PermissionAsked {
  tool: ToolKind;
  /** The agent's own words for it. */
  title: string;
  /** Of `execute`: the whole command line. */
  command?: string;
  /** Absolute, links resolved. */
  paths?: string[];
  /** Where it wants to send or fetch something. */
  address?: string;
  /** A tool of an MCP server: `<server>/<tool>`. */
  mcp?: string;
  /** A diff or a plan, where it showed one. */
  detail?: string;
  /** It may destroy something: the button asks once more. */
  destructive?: true;
}

export type PermitChoice = 'once' | 'always' | 'reject';

/**
 * `agents[].permissions` of metawsm.yml. Each entry is a kind of tool (`execute`), or a kind with a pattern:
 * `execute(npm test*)`, `edit(docs/**)`, `fetch(*.example.com)`.
 */
export interface PermissionRules {
  allow: string[];
  ask: string[];
  deny: string[];
}

/** What `Always allow` remembers for the rest of the run. */
export interface RunRule extends Pick<PermissionAsked, 'tool' | 'command' | 'paths' | 'address' | 'mcp'> {
  /** Of a tool that shows nothing else to recognise it by. */
  title?: string;
  decision: Decision;
}

/** One entry of `PermissionRules`. */
export interface PermissionRule {
  tool: ToolKind;
  pattern?: string;
}

const RULE = /^([a-z_]+)(?:\((.+)\))?$/su;

/** Reads one entry; `fault` says what is wrong with it. */
export function parseRule(text: string): PermissionRule | { fault: string } {
  const [, name, pattern] = RULE.exec(text.trim()) ?? [];
  const tool = TOOL_KINDS.find((kind) => kind === name);
  if (!tool)
    return { fault: `\`${text.slice(0, 60)}\` is no kind of tool; the kinds are ${TOOL_KINDS.join(', ')}` };
  return { tool, ...(pattern === undefined ? {} : { pattern }) };
}
