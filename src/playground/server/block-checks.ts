/** Judges a message's blocks or a view as Slack does: shapes, ids, and sums over the whole payload. */
import { blocksOn, type Surface } from './block-shapes.js';
import { isRecord, type Json, list, record, records, text } from './json.js';
import { LIMITS } from './limits.js';
import { anything, array, boolean, type Check, fault, object, oneOf, plain, string } from './shape.js';

/** All faults of a list of blocks, each naming its place; empty when Slack would take them. */
export function blockFaults(blocks: unknown, surface: Surface, at = '/blocks'): string[] {
  const faults: string[] = [];
  const most = surface === 'message' ? LIMITS.messageBlocks : LIMITS.viewBlocks;
  array(0, most, blocksOn(surface))(blocks, at, faults);
  checkIds(records(blocks), at, faults);
  const sums = { markdown: 0, table: 0 };
  for (const block of records(blocks)) {
    if (block.type === 'markdown') sums.markdown += text(block.text).length;
    if (block.type === 'table') sums.table += characters(block.rows);
  }
  if (sums.markdown > LIMITS.markdownTotal)
    fault(faults, `markdown blocks exceed ${LIMITS.markdownTotal} characters`, at);
  if (sums.table > LIMITS.tableTotal) fault(faults, `tables exceed ${LIMITS.tableTotal} characters`, at);
  return faults;
}

/** Characters of every text in the blocks; Slack refuses messages beyond a sum. */
export function characters(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, child) => sum + characters(child), 0);
  if (!isRecord(node)) return 0;
  return Object.entries(node).reduce(
    (sum, [key, value]) =>
      sum + (key === 'text' && typeof value === 'string' ? value.length : characters(value)),
    0,
  );
}

function checkIds(blocks: Json[], at: string, faults: string[]): void {
  const blockIds = new Set<unknown>();
  blocks.forEach((block, index) => {
    if (block.block_id !== undefined && blockIds.has(block.block_id)) {
      fault(faults, `\`block_id\` "${String(block.block_id)}" is not unique`, `${at}/${index}/block_id`);
    }
    blockIds.add(block.block_id);
    checkActionIds(block, `${at}/${index}`, faults);
  });
}

function checkActionIds(block: Json, at: string, faults: string[]): void {
  const own = [block.accessory, block.element, ...list(block.elements), ...list(block.actions)].filter(
    isRecord,
  );
  const seen = new Set<unknown>();
  for (const element of own) {
    if (element.action_id === undefined) continue;
    if (seen.has(element.action_id))
      fault(faults, `\`action_id\` "${String(element.action_id)}" is not unique`, at);
    seen.add(element.action_id);
  }
}

const viewIds = {
  private_metadata: string(0, LIMITS.privateMetadata),
  callback_id: string(0, LIMITS.id),
  external_id: string(0, LIMITS.id),
};
const modal = object(
  { type: anything, title: plain(LIMITS.viewTitle), blocks: anything },
  {
    ...viewIds,
    submit: plain(LIMITS.viewTitle),
    close: plain(LIMITS.viewTitle),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
);
const home = object({ type: anything, blocks: anything }, viewIds);

/** All faults of a form (`modal`) or App Home (`home`). */
export function viewFaults(view: unknown, type: 'modal' | 'home'): string[] {
  const faults: string[] = [];
  if (!isRecord(view)) return ['[ERROR] must be an object [json-pointer:/view]'];
  oneOf(type)(view.type, '/view/type', faults);
  const shape: Check = type === 'modal' ? modal : home;
  shape(view, '/view', faults);
  faults.push(...blockFaults(view.blocks, type, '/view/blocks'));
  const hasInput = records(view.blocks).some((block) => block.type === 'input');
  if (type === 'modal' && hasInput && view.submit === undefined) {
    fault(faults, 'missing required field: submit', '/view');
  }
  faults.push(...focusFaults(records(view.blocks)));
  return faults;
}

function focusFaults(blocks: Json[]): string[] {
  const focused = blocks.filter((block) => record(block.element).focus_on_load === true).length;
  return focused > 1 ? ['[ERROR] only one element may have focus_on_load [json-pointer:/view/blocks]'] : [];
}
