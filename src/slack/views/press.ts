/**
 * What a button, a select or a form of ours carries, and how to read it back. Buttons carry JSON in `value`; an
 * option of a select may hold 75 characters only, so its run and target stand in the block's id.
 */
import type { PermitChoice } from '../../run/permissions.js';
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

/** The `action_id` of the boxes, or the select in their place, of a request with several answers. */
export const TICKED = 'ticked';

/** The `action_id` of a menu with the buttons of a card; its options are what they do. */
export const MENU = 'card_menu';

/** The `action_id` of an action; `index` tells options apart. */
export function actionId(action: Action, index = 0): string {
  if (action.do === 'answer') return `answer:${index}`;
  return action.do === 'permit' ? `permit:${action.choice}` : action.do;
}

/** Which decision a button of a permission means. */
export function permitIn({ action_id }: Clicked): PermitChoice | undefined {
  const [name, choice] = action_id.split(':');
  return name === 'permit' && (choice === 'once' || choice === 'always' || choice === 'reject')
    ? choice
    : undefined;
}

/** `value` of a button, `private_metadata` of a form. */
export const writePress = (press: Press): string => JSON.stringify(press);

/**
 * `<ref>:<revision>|<run>|<target>`: new with each revision, and what the options of a select cannot hold. `list/`
 * stands before it in the App Home, where one message may have its buttons twice.
 */
export const blockId = (ref: string, press: Press, list?: string): string =>
  `${list === undefined ? '' : `${list}/`}${ref}:${press.rev}|${press.run}|${press.target ?? ''}`;

/** The block with the boxes of a request. Without the revision: what somebody has ticked outlives an edit. */
export const boxesId = (run: string, target: string, list?: string): string =>
  `${list === undefined ? '' : `${list}/`}${TICKED}|${run}|${target}`;

/** Indexes of the ticked options of a request; undefined where the message has no such boxes. */
export function tickedIn({ state = {} }: Clicked, { run, target }: Press): number[] | undefined {
  const own = Object.entries(state).find(
    ([id]) => id.replace(/^[^/|]*\//u, '') === boxesId(run, target ?? ''),
  );
  const chosen = own?.[1][TICKED]?.selected_options;
  return chosen?.flatMap(({ value = '' }) => (/^\d{1,6}$/u.test(value) ? [Number(value)] : []));
}

/** What stands in the inputs of a message or an App Home: by block, then by `action_id`. */
export type Inputs = Record<string, Record<string, { selected_options?: { value?: string }[] | null }>>;

/** The part of a click in Slack's payload that says what was pressed. */
export interface Clicked {
  action_id: string;
  block_id?: string;
  value?: string;
  selected_option?: { value?: string } | null;
  /** Of the screen with the button; stands beside the click in the payload. */
  state?: Inputs;
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
