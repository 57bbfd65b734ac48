/**
 * What a button, a select or a form of ours carries, and how to read it back. Buttons carry JSON in `value`; an
 * option of a select may hold 75 characters only, so its run and target stand in the block's id.
 */
import type { Action } from '../../run/views.js';

/** Which run, as of which revision, and what of it. */
export interface Press {
  run: string;
  rev: number;
  /** The question or guidance request concerned. */
  target?: string;
  /** Index of the chosen option in `suggestions` or `options` of `target`. */
  option?: number;
  /** In a form that was opened from the App Home. */
  home?: true;
}

/** The `action_id` of a select with more than five options; buttons have `answer:0`, `answer:1`, … */
export const CHOOSE = 'answer:choose';

/** The `action_id` of a menu with the buttons of a card; its options are what they do. */
export const MENU = 'card_menu';

/** The `action_id` of an action; `index` tells options apart. */
export const actionId = (action: Action, index = 0): string =>
  action.do === 'answer' ? `answer:${index}` : action.do;

/** `value` of a button, `private_metadata` of a form. */
export const writePress = (press: Press): string => JSON.stringify(press);

/**
 * `<ref>:<revision>|<run>|<target>`: new with each revision, and what the options of a select cannot hold. `list/`
 * stands before it in the App Home, where one message may have its buttons twice.
 */
export const blockId = (ref: string, press: Press, list?: string): string =>
  `${list === undefined ? '' : `${list}/`}${ref}:${press.rev}|${press.run}|${press.target ?? ''}`;

/** The part of a click in Slack's payload that says what was pressed. */
export interface Clicked {
  action_id: string;
  block_id?: string;
  value?: string;
  selected_option?: { value?: string } | null;
}

/** A choice in a menu as if its button had been pressed; every other click as it is. */
export function unfolded(clicked: Clicked): Clicked {
  if (clicked.action_id !== MENU) return clicked;
  const { run, rev } = placeIn(clicked.block_id);
  return {
    action_id: clicked.selected_option?.value ?? '',
    ...(clicked.block_id === undefined ? {} : { block_id: clicked.block_id }),
    ...(run ? { value: writePress({ run, rev: Number(rev) }) } : {}),
  };
}

/** The message whose buttons stood in this block, by its reference. */
export const refIn = (blockId: string | undefined): string | undefined => placeIn(blockId).ref;

function placeIn(id = ''): { ref?: string; rev?: string; run?: string; target?: string } {
  const [, ref, rev, run, target] = /(?:^|\/)([^/]+):(\d+)\|([^|]+)\|([^|]*)$/u.exec(id) ?? [];
  return { ...(ref && rev && run ? { ref, rev, run } : {}), ...(target ? { target } : {}) };
}

/** Reads a click back; undefined when it is none of ours, or was tampered with. */
export function readPress(clicked: Clicked): Press | undefined {
  if (clicked.action_id !== CHOOSE) return parsePress(clicked.value);
  const { rev, run, target } = placeIn(clicked.block_id);
  const option = clicked.selected_option?.value;
  if (!run || !target || !option || !/^\d+$/u.test(option)) return undefined;
  return { run, rev: Number(rev), target, option: Number(option) };
}

/** Reads `value` or `private_metadata`. */
export function parsePress(json: string | undefined): Press | undefined {
  let read: Partial<Press> | null;
  try {
    read = JSON.parse(json ?? '') as Partial<Press> | null;
  } catch {
    return undefined;
  }
  if (typeof read?.run !== 'string' || typeof read.rev !== 'number') return undefined;
  const press: Press = { run: read.run, rev: read.rev };
  if (typeof read.target === 'string') press.target = read.target;
  if (typeof read.option === 'number') press.option = read.option;
  if (read.home === true) press.home = true;
  return press;
}
