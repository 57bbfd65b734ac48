/** What a tool call does, in words for one line. */
import type { PermissionAsked } from '../../../run/permissions.js';
import { oneLine } from './plain.js';
import { askedOf, type ToolCall } from './tool-call.js';

const MOST = 160;

/** "Runs npm test", "Edits src/a.ts"; the agent's own title where nothing better is known. */
export function doingOf(call: ToolCall): string {
  const asked = askedOf(call);
  return oneLine(wordsFor(asked), MOST);
}

function wordsFor(asked: PermissionAsked): string {
  const { tool, title, mcp, command, paths } = asked;
  if (mcp !== undefined) return mcp.startsWith('operator/') ? 'Asks a person' : `Uses ${mcp}`;
  if (tool === 'execute') return command ? `Runs ${command}` : 'Runs a command';
  if (tool === 'think') return 'Plans';
  if (tool === 'switch_mode') return 'Shows its plan';
  const verb = VERBS[tool];
  const what = paths ? shortened(paths) : asked.address;
  // a title has its own verb
  return verb && what !== undefined ? `${verb} ${what}` : title;
}

const VERBS: Partial<Record<PermissionAsked['tool'], string>> = {
  read: 'Reads',
  edit: 'Edits',
  delete: 'Deletes',
  move: 'Moves',
  search: 'Searches',
  fetch: 'Fetches',
};

/** The end of the path says enough, the rest is the same for every file. */
function shortened(paths: readonly string[]): string {
  const first = paths[0]!.split('/').filter(Boolean).slice(-3).join('/') || '/';
  return paths.length > 1 ? `${first} and ${paths.length - 1} more` : first;
}
