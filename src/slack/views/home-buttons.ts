/** The buttons of runs in the App Home: those of their messages, told apart by list and read out with their ticket. */
import type { ActionsBlock, InputBlock, Overflow } from '@slack/types';
import type { ListName } from '../../engine/look.js';
import type { CardView, View } from '../../run/views.js';
import { LIMITS } from '../limits.js';
import { spokenLabel } from '../messages/home.js';
import { labelOf } from '../messages/labels.js';
import { buttons, plain } from './buttons.js';
import { actionId, blockId, MENU } from './press.js';

/** The same buttons as on the message itself; none where nothing can be pressed. */
export function messageButtons(view: View, list: ListName): (ActionsBlock | InputBlock)[] {
  return buttons(view).flatMap((part) =>
    part.kind === 'actions' ? [spoken(part.block, list, view.run.ticket)] : [],
  );
}

function spoken<B extends ActionsBlock | InputBlock>(block: B, list: ListName, ticket: string): B {
  const placed = { ...block, block_id: `${list}/${block.block_id}` };
  if (placed.type === 'input') return placed;
  const elements = placed.elements.map((one) =>
    one.type === 'button' ? { ...one, accessibility_label: spokenLabel(one.text.text, ticket) } : one,
  );
  return { ...placed, elements };
}

/** The buttons of a card as a menu, and the id of its block; none where nothing can be pressed. */
export function cardMenu(
  card: CardView,
  list: ListName,
): { block_id: string; accessory: Overflow } | undefined {
  // A menu asks no question before each of its entries.
  const actions = card.actions.filter((action) => action.do !== 'discard').slice(0, LIMITS.menu.options);
  if (actions.length === 0) return undefined;
  return {
    block_id: blockId(card.ref, { run: card.run.id, rev: card.revision }, list),
    accessory: {
      type: 'overflow',
      action_id: MENU,
      options: actions.map((action) => ({
        text: plain(labelOf(action), LIMITS.option.text),
        value: actionId(action),
      })),
    },
  };
}
