/** What `Always allow` remembers: exactly this act, for the rest of the run. Pure. */
import type { Decision } from './decision.js';
import type { PermissionAsked, RunRule } from './permissions.js';

export function ruleOf(asked: PermissionAsked, decision: Decision): RunRule {
  const { tool, command, paths, address, mcp } = asked;
  const rule: RunRule = { tool, decision };
  if (command !== undefined) rule.command = command;
  if (paths !== undefined) rule.paths = paths;
  if (address !== undefined) rule.address = address;
  if (mcp !== undefined) rule.mcp = mcp;
  const isKnown = command !== undefined || paths !== undefined || address !== undefined || mcp !== undefined;
  return isKnown ? rule : { ...rule, title: asked.title };
}
