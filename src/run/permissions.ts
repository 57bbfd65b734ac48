/** What an agent wants to do, who decides it, and what a person's `Always allow` remembers. Pure. */
import type { Decision } from './decision.js';
import { isOfAgents } from './permission/agent-settings.js';
import {
  isAllowed,
  isForbidden,
  isHidden,
  lineOf,
  privateIn,
  writtenBy,
} from './permission/command-rules.js';
import { hostOf } from './permission/host.js';
import { isInside, isMeant, isOfGit, isPrivate, isSeen, type Places } from './permission/places.js';
import { parseRule, type Rule } from './permission/rule.js';
import { isRemembered } from './permission/run-rule.js';
import type { ShellLine } from './permission/shell.js';
import type { ToolKind } from './permission/tool-kinds.js';
import { isLike } from './permission/wildcard.js';

export { isDestructive } from './permission/destructive.js';
export { parseRule } from './permission/rule.js';
export { ruleOf } from './permission/run-rule.js';
export { TOOL_KINDS, type ToolKind } from './permission/tool-kinds.js';

/** One thing that an agent wants to do. */
export interface PermissionAsked {
  tool: ToolKind;
  /** The agent's own words for it. */
  title: string;
  /** Of `execute`: the whole command line. */
  command?: string;
  /** Absolute, links resolved. Of `execute`: where it runs, other than where the agent works, and what else it names. */
  paths?: string[];
  /** Where it wants to send or fetch something. */
  address?: string;
  /** A tool of an MCP server: `<server>/<tool>`. */
  mcp?: string;
  /** A diff or a plan, where it showed one; else what the tool is given. */
  detail?: string;
  /** It may destroy something: the button asks once more. */
  destructive?: true;
}

export type PermitChoice = 'once' | 'always' | 'reject';

/**
 * `agents[].permissions` of metawsm.yml. Each entry is a kind of tool (`execute`), or a kind with a pattern:
 * `execute(npm test*)`, `edit(docs/**)`, `fetch(*.example.com)`, `mcp(server/tool)`.
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
  /** Digest of what such a tool showed beside its title. */
  shown?: string;
  decision: Decision;
}

export interface Judged {
  verdict: 'allow' | 'ask' | 'deny';
  /**
   * What decided: a configured rule as it was written, `private` (metawsm's own state), `git` (git's own files),
   * `operator` (our own tool), `workspace` (reading and editing in it), `always` (this run's own rule), `none`.
   */
  by: string;
}

export interface Grounds {
  rules: PermissionRules;
  runRules: readonly RunRule[];
  workspace: Places;
}

/**
 * Decides what needs no person. What is forbidden stays forbidden; then comes what a person allowed for this run, then
 * the rule that says more: with a pattern before without, to ask before to allow. Last the workspace, which is open.
 */
export function judge(asked: PermissionAsked, { rules, runRules, workspace }: Grounds): Judged {
  const matter = { asked, line: lineOf(asked.command ?? ''), workspace };
  const forbidden = forbiddenAnyway(matter);
  if (forbidden) return { verdict: 'deny', by: forbidden };
  if (OPERATOR.test(asked.mcp ?? '')) return { verdict: 'allow', by: 'operator' };
  const denied = among(rules.deny).find((rule) => isHit(rule, matter));
  if (denied) return { verdict: 'deny', by: denied.text };
  if (runRules.some((rule) => isRemembered(asked, rule))) return { verdict: 'allow', by: 'always' };
  return configured(rules, matter) ?? (isOpen(matter) ? OPEN : { verdict: 'ask', by: 'none' });
}

const OPERATOR = /^operator\/(?:ask_operator|wait_for_answer|report_status)$/u;
const OPEN: Judged = { verdict: 'allow', by: 'workspace' };

interface Matter {
  asked: PermissionAsked;
  line: ShellLine;
  workspace: Places;
}

const among = (texts: readonly string[]): Rule[] =>
  texts.map(parseRule).filter((rule): rule is Rule => 'kind' in rule);

function configured(rules: PermissionRules, matter: Matter): Judged | undefined {
  const asking = among(rules.ask).filter((rule) => isHit(rule, matter));
  const special = asking.find((rule) => rule.pattern !== undefined);
  if (special) return { verdict: 'ask', by: special.text };
  const allowing = among(rules.allow);
  const meant = allowedBy(
    allowing.filter((rule) => rule.pattern !== undefined),
    matter,
  );
  if (meant) return { verdict: 'allow', by: meant };
  if (asking[0]) return { verdict: 'ask', by: asking[0].text };
  const bare = allowing.find((rule) => rule.pattern === undefined && isHit(rule, matter));
  const forbidden = [...among(rules.deny), ...asking].some((rule) => rule.kind === 'execute');
  if (!bare || (forbidden && isHidden(matter.line))) return undefined;
  return isBareEnough(matter) ? { verdict: 'allow', by: bare.text } : undefined;
}

/** A kind alone opens no files outside of the workspace, and no settings of agents: that takes a pattern. */
const isBareEnough = ({ asked, workspace }: Matter): boolean =>
  !/^(?:read|edit|delete|move|search)$/u.test(asked.tool) || areOpen(asked, workspace);

function forbiddenAnyway({ asked, line, workspace }: Matter): string | undefined {
  const paths = asked.paths ?? [];
  const written = writtenBy(line);
  if (paths.some((path) => isPrivate(path, workspace)) || privateIn(line, workspace)) return 'private';
  const changes = /^(?:edit|delete|move)$/u.test(asked.tool) ? [...paths, ...written] : written;
  return changes.some(isOfGit) ? 'git' : undefined;
}

const areInside = (paths: readonly string[] | undefined, workspace: Places): boolean =>
  paths !== undefined && paths.length > 0 && paths.every((path) => isInside(path, workspace));

/** Files in the workspace, which are no settings of agents where they are changed. */
const areOpen = ({ tool, paths }: PermissionAsked, workspace: Places): boolean =>
  areInside(paths, workspace) &&
  (/^(?:read|search)$/u.test(tool) || !paths!.some((path) => isOfAgents(path, workspace.folders)));

/** What is always allowed: thinking, and reading, searching and editing in the workspace. */
function isOpen({ asked, workspace }: Matter): boolean {
  const { tool, mcp, command, address, paths } = asked;
  if (mcp !== undefined || command !== undefined || address !== undefined) return false;
  // a search without a place is one of the whole workspace
  if ((tool === 'think' || tool === 'search') && paths === undefined) return true;
  return /^(?:read|edit|search|think)$/u.test(tool) && areOpen(asked, workspace);
}

/** Kinds of tools that a rule of this kind forbids or asks about as well. */
const MORE: Partial<Record<Rule['kind'], readonly ToolKind[]>> = { edit: ['delete', 'move'] };

/** True where anything in it is meant by a rule that forbids or asks; a bare rule means all of its kind. */
function isHit(rule: Rule, { asked, line, workspace }: Matter): boolean {
  const { kind, pattern } = rule;
  if (kind === 'mcp') return asked.mcp !== undefined && (!pattern || isLike(asked.mcp, pattern));
  if (kind === 'edit' && pattern && writtenBy(line).some((path) => isMeant(path, pattern, workspace, true)))
    return true;
  if (asked.tool !== kind && !MORE[kind]?.includes(asked.tool)) return false;
  if (!pattern) return true;
  if (kind === 'execute') return asked.command !== undefined && isForbidden(line, pattern);
  if (kind === 'fetch') return isLike(hostOf(asked.address ?? '') ?? '', pattern);
  return asked.paths?.some((path) => isMeant(path, pattern, workspace, true)) ?? false;
}

/** The rules that together mean everything in it. */
function allowedBy(rules: readonly Rule[], { asked, line, workspace }: Matter): string | undefined {
  if (asked.mcp !== undefined)
    return rules.find((rule) => rule.kind === 'mcp' && isLike(asked.mcp!, rule.pattern!))?.text;
  const own = rules.filter((rule) => rule.kind === asked.tool);
  const patterns = own.map((rule) => rule.pattern!);
  const texts = own.map((rule) => rule.text).join(', ');
  const elsewhere = (asked.paths ?? []).some((path) => !isInside(path, workspace));
  if (asked.command !== undefined) {
    const isFit = asked.tool === 'execute' && !elsewhere && asked.address === undefined;
    return isFit && isAllowed(line, patterns, workspace) ? texts : undefined;
  }
  if (asked.tool === 'fetch') {
    if (elsewhere) return undefined;
    const host = hostOf(asked.address ?? '');
    return own.find((rule) => host !== undefined && isLike(host, rule.pattern!))?.text;
  }
  const isCovered = (path: string) => patterns.some((pattern) => isAllowedPath(path, pattern, workspace));
  return asked.paths?.length && asked.paths.every(isCovered) ? texts : undefined;
}

const isAllowedPath = (path: string, pattern: string, workspace: Places): boolean =>
  isSeen(path) &&
  (pattern.startsWith('/') || isInside(path, workspace)) &&
  isMeant(path, pattern, workspace, false);
