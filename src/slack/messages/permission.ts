/** What an agent wants to do, in words: for the card of a permission, for lists, and for the dialog before a dangerous one. */
import type { GuidanceRequest } from '../../run/guidance-request.js';
import { matterOf } from '../../run/permission/matter.js';
import type { PermissionAsked, PermitChoice, ToolKind } from '../../run/permissions.js';
import { code, codeBlocks, hasUnseen, join, type Mrkdwn, quote, say, words } from '../escape.js';
import { count, type Detail, decided } from './words.js';

type Answered = NonNullable<GuidanceRequest['answer']>;

/** `edit 2 files outside of its workspace`; follows "wants to". */
export function deedOf(asked: PermissionAsked | undefined, run: string): Mrkdwn {
  if (!asked) return say`do something`;
  const { tool, command, mcp, address, paths = [], detail = '' } = asked;
  if (command !== undefined) return say`run a command`;
  if (mcp !== undefined) return say`use the tool ${code(mcp)}`;
  if (address !== undefined) return say`open ${code(hostIn(address) ?? address, 100)}`;
  if (tool === 'switch_mode' && detail.trim()) return say`carry out its plan`;
  const verb = VERBS[tool];
  return paths.length > 0 ? say`${verb} ${filesIn(paths, run)}` : say`${WITHOUT[tool]}`;
}

const VERBS: Record<ToolKind, string> = {
  read: 'read',
  edit: 'edit',
  delete: 'delete',
  move: 'move',
  search: 'search',
  execute: 'run something in',
  think: 'look at',
  fetch: 'send or fetch',
  switch_mode: 'change how it works in',
  other: 'do something with',
};

const WITHOUT: Record<ToolKind, string> = {
  read: 'read files',
  edit: 'edit files',
  delete: 'delete files',
  move: 'move files',
  search: 'search',
  execute: 'run something',
  think: 'think',
  fetch: 'open a page',
  switch_mode: 'go on in another mode',
  other: 'do something',
};

/** A workspace is a folder that is called like its run. */
function filesIn(paths: readonly string[], run: string): string {
  const files = paths.length === 1 ? 'a file' : count(paths.length, 'file');
  const outside = paths.every((path) => !`${path}/`.includes(`/${run}/`));
  return outside ? `${files} outside of its workspace` : files;
}

/** Undefined for what is no address. */
export function hostIn(address: string): string | undefined {
  try {
    return new URL(address).host || undefined;
  } catch {
    return undefined;
  }
}

/** On one line, for lists: `run npm install`. */
export function inShort(asked: PermissionAsked | undefined, run: string, limit = 100): Mrkdwn {
  const matter = asked ? matterOf(asked) : '';
  if (asked?.command?.trim()) return say`run ${code(asked.command, limit)}`;
  const isSaid = asked?.mcp !== undefined || asked?.address !== undefined || matter.trim() === '';
  return isSaid ? deedOf(asked, run) : say`${deedOf(asked, run)}: ${code(matter, limit)}`;
}

/** Everything that a person has to see before deciding; a command is never cut at its end. */
export function matters(asked: PermissionAsked, detail: Detail): Mrkdwn[] {
  const { command, paths = [], address, mcp, title } = asked;
  const own = title.trim();
  const isName = mcp !== undefined && !/\s/u.test(own);
  const named = isName || [command, ...paths, address].some((one) => one?.trim() === own);
  const shown = [command, address].flatMap((one) =>
    one?.trim() ? codeBlocks(one, mostOf(detail), gap) : [],
  );
  return [
    ...shown,
    ...(command !== undefined && paths.length > 0
      ? [say`Outside of where the agent works, in or with:`]
      : []),
    ...(paths.length > 0 ? codeBlocks(pathLines(paths, detail), mostOf(detail), gap) : []),
    ...(asked.destructive ? [say`:warning: *This may destroy work* that nobody can bring back.`] : []),
    ...(hasUnseen(matterOf(asked)) ? [say`:warning: It holds characters that cannot be seen.`] : []),
    ...(own && !named ? [join([say`The agent calls it:`, quote(own, Math.min(600, detail.text))])] : []),
    ...shownByAgent(asked, detail),
  ];
}

/** Three of Slack's paragraphs where there is room. */
const mostOf = ({ text }: Detail): number => Math.min(8_000, text * 2.5);

const gap = (left: number): Mrkdwn =>
  say`… ${left.toLocaleString('en-US')} characters are left out here; \`View log\` on the card has it whole …`;

function pathLines(paths: readonly string[], { rows }: Detail): string {
  const shown = paths.slice(0, rows);
  const left = paths.length - shown.length;
  return [...shown, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}

function shownByAgent({ detail: own = '', tool, mcp }: PermissionAsked, detail: Detail): Mrkdwn[] {
  if (own.trim() === '') return [];
  const most = Math.min(tool === 'switch_mode' ? 3_000 : 2_500, detail.text);
  // a plan is prose, a diff is not
  if (tool === 'switch_mode') return [join([say`Its plan:`, quote(own, most)])];
  const isChange = tool === 'edit' || tool === 'delete' || tool === 'move';
  return [
    isChange && mcp === undefined ? say`What it would change:` : say`With this input:`,
    ...codeBlocks(own, most, gap),
  ];
}

/** What `Always allow` remembers, to the letter; as narrow as what is shown. */
export function remembers(asked: PermissionAsked): Mrkdwn {
  const { command, paths = [], address, mcp } = asked;
  const host = address === undefined ? undefined : hostIn(address);
  const only = say`for this run only`;
  if (command !== undefined) return say`exactly this command, ${only}`;
  if (mcp !== undefined) return say`this tool, whatever it is given, ${only}`;
  if (host !== undefined) return say`every page of ${code(host)}, ${only}`;
  if (paths.length > 0)
    return say`${paths.length === 1 ? 'exactly this file' : `exactly these ${paths.length} files`}, to ${VERBS[asked.tool]}, ${only}`;
  const shown = asked.detail === undefined ? '' : ', as it is shown';
  return say`what the agent calls “${words(asked.title, 150)}”${shown}, ${only}`;
}

export const PERMITTED = {
  once: 'Allowed once',
  always: 'Allowed for the rest of this run',
  reject: 'Rejected',
} as const satisfies Record<PermitChoice, string>;

/** Who decided what, when, and with which note. */
export function permitted({ permit, text, decision }: Answered, limit: number): Mrkdwn {
  const what = permit ? PERMITTED[permit.choice] : 'Decided';
  const own = permit ? (permit.note ?? '') : text;
  return join([
    say`${what} by ${decided(decision)}`,
    own.trim() ? join([say`With the note:`, quote(own, limit)]) : undefined,
  ]);
}

/** The same within a sentence. */
export const permittedInShort = ({ permit, text }: Answered, limit: number): Mrkdwn =>
  permit
    ? say`${PERMITTED[permit.choice].toLowerCase()}${permit.note?.trim() ? say`, “${words(permit.note, limit)}”` : ''}`
    : words(text, limit);
