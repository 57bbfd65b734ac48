/** What `Always allow` remembers for the rest of the run, and what it is good for. */
import type { Decision } from '../decision.js';
import { digest } from '../digest.js';
import type { PermissionAsked, RunRule } from '../permissions.js';
import { commandsOf } from './commands.js';
import { hostOf } from './host.js';

/** The rule that a person's `Always allow` for `asked` makes: as narrow as what they saw. */
export function ruleOf(asked: PermissionAsked, decision: Decision): RunRule {
  const { tool, command, mcp, paths = [], title } = asked;
  const address = addressOf(asked);
  const places = paths.length > 0 ? { paths: [...paths] } : {};
  if (command !== undefined) return { tool, command, ...places, decision };
  if (mcp !== undefined) return { tool, mcp, decision };
  if (address !== undefined) return { tool, address, ...places, decision };
  if (paths.length > 0) return { tool, ...places, decision };
  return { tool, title, ...shownIn(asked), decision };
}

/** True where the rule was made for the same thing. */
export function isRemembered(asked: PermissionAsked, rule: RunRule): boolean {
  if (asked.tool !== rule.tool) return false;
  const [paths, known] = [asked.paths ?? [], new Set(rule.paths)];
  const areKnown = paths.every((path) => known.has(path));
  if (asked.command !== undefined || rule.command !== undefined)
    // without a place it runs where the agent works
    return areKnown && paths.length === known.size && sameCommand(asked.command, rule.command);
  if (asked.mcp !== undefined || rule.mcp !== undefined) return asked.mcp === rule.mcp;
  const address = addressOf(asked);
  if (address !== undefined || rule.address !== undefined) return areKnown && address === rule.address;
  if (paths.length > 0 || known.size > 0) return paths.length > 0 && areKnown;
  return rule.title !== undefined && asked.title === rule.title && shownIn(asked).shown === rule.shown;
}

/** The host; the whole address where it has none. */
const addressOf = ({ address }: PermissionAsked): string | undefined =>
  address === undefined ? undefined : (hostOf(address) ?? address);

const shownIn = ({ detail }: PermissionAsked): Pick<RunRule, 'shown'> =>
  detail === undefined ? {} : { shown: digest(detail) };

function sameCommand(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  const [line, known] = [commandsOf(one), commandsOf(other)];
  if (!line.readable || !known.readable) return false;
  return JSON.stringify(line.parts) === JSON.stringify(known.parts);
}
