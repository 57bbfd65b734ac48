/** What `Always allow` remembers for the rest of the run, and what it is good for. */
import type { Decision } from '../decision.js';
import type { PermissionAsked, RunRule } from '../permissions.js';
import { commandsOf } from './commands.js';
import { hostOf } from './host.js';

/** The rule that a person's `Always allow` for `asked` makes: as narrow as what they saw. */
export function ruleOf(asked: PermissionAsked, decision: Decision): RunRule {
  const { tool, command, mcp, paths = [], title } = asked;
  const host = asked.address === undefined ? undefined : hostOf(asked.address);
  if (command !== undefined) return { tool, command, decision };
  if (mcp !== undefined) return { tool, mcp, decision };
  if (host !== undefined) return { tool, address: host, decision };
  if (paths.length > 0) return { tool, paths: [...paths], decision };
  return { tool, title, decision };
}

/** True where the rule was made for the same thing. */
export function isRemembered(asked: PermissionAsked, rule: RunRule): boolean {
  if (asked.tool !== rule.tool) return false;
  if (asked.command !== undefined || rule.command !== undefined)
    return sameCommand(asked.command, rule.command);
  if (asked.mcp !== undefined || rule.mcp !== undefined) return asked.mcp === rule.mcp;
  const host = asked.address === undefined ? undefined : hostOf(asked.address);
  if (host !== undefined || rule.address !== undefined) return host === rule.address;
  const [paths, known] = [asked.paths ?? [], new Set(rule.paths)];
  if (paths.length > 0 || known.size > 0) return paths.length > 0 && paths.every((path) => known.has(path));
  return rule.title !== undefined && asked.title === rule.title;
}

function sameCommand(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  const [line, known] = [commandsOf(one), commandsOf(other)];
  if (!line.readable || !known.readable) return false;
  return JSON.stringify(line.parts) === JSON.stringify(known.parts);
}
