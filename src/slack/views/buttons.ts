/** The buttons of a message, or a select where there are too many options for buttons. */
import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  InputBlock,
  PlainTextElement,
  StaticSelect,
} from '@slack/types';
import type { Action, View } from '../../run/views.js';
import { plain as plainText } from '../escape.js';
import { LIMITS } from '../limits.js';
import {
  BOXES_LABEL,
  CHOOSE_LABEL,
  type Dialog,
  discardDialog,
  labelOf,
  mergeDialog,
  permitDialog,
  styleOf,
} from '../messages/labels.js';
import type { Part } from './layout.js';
import { actionId, blockId, boxesId, CHOOSE, type Press, TICKED, writePress } from './press.js';

type Option = Extract<Action, { do: 'answer' }>;

/** Everything that can be pressed, in one block, below what has to be ticked first; empty where nothing can. */
export function buttons(view: View): Part[] {
  if (view.actions.length === 0) return [];
  const options = view.actions.filter((action): action is Option => action.do === 'answer');
  const others = view.actions.filter(
    (action) => action.do !== 'answer' && (action.do !== 'open_link' || isOpened(action.link)),
  );
  const elements: ActionsBlockElement[] = [
    ...others.filter(comesFirst).map((one) => button(view, one)),
    ...(options.length > LIMITS.optionButtons
      ? [select(options)]
      : options.map((one, at) => button(view, one, at))),
    ...others.filter((one) => !comesFirst(one)).map((one) => button(view, one)),
  ];
  const press = pressOf(view, options[0] ?? { do: 'start' });
  if (elements.length === 0) return [];
  const block: ActionsBlock = { type: 'actions', block_id: blockId(view.ref, press), elements };
  return [...boxes(view), { kind: 'actions', block }];
}

/** A page is opened before one says so. */
const comesFirst = (action: Action): boolean => action.do === 'open_link';

/** Several answers are ticked before they are sent; more than ten in a select. */
function boxes(view: View): Part[] {
  const send = view.actions.find((action) => action.do === 'choose');
  if (view.kind !== 'guidance' || send?.do !== 'choose') return [];
  const options = view.request.options.slice(0, LIMITS.select.options).map((text, at) => ({
    text: plain(text, LIMITS.option.text),
    value: String(at),
  }));
  if (options.length === 0) return [];
  const element =
    options.length > LIMITS.choices.options
      ? {
          type: 'multi_static_select' as const,
          placeholder: plain(CHOOSE_LABEL, LIMITS.select.placeholder),
        }
      : { type: 'checkboxes' as const };
  const block: InputBlock = {
    type: 'input',
    block_id: boxesId(view.run.id, send.target),
    label: plain(BOXES_LABEL, LIMITS.input.label),
    element: { ...element, action_id: TICKED, options },
  };
  return [{ kind: 'actions', block }];
}

export const plain = (text: string, limit: number): PlainTextElement => ({
  type: 'plain_text',
  text: plainText(text, limit),
  emoji: false,
});

function pressOf(view: View, action: Action, option?: number): Press {
  const press: Press = { run: view.run.id, rev: view.revision };
  if ('target' in action) press.target = action.target;
  if (option !== undefined) press.option = option;
  return press;
}

function button(view: View, action: Action, option?: number): Button {
  const drawn: Button = {
    type: 'button',
    action_id: actionId(action, option),
    text: plain(labelOf(action), LIMITS.button.text),
    value: writePress(pressOf(view, action, option)),
  };
  const style = styleOf(action);
  if (style) drawn.style = style;
  if (action.do === 'merge' && view.kind === 'summary')
    drawn.confirm = dialog(mergeDialog(view, action.retry));
  if (action.do === 'discard' && 'merges' in view) drawn.confirm = dialog(discardDialog(view));
  if (action.do === 'permit' && action.confirm && view.kind === 'guidance')
    drawn.confirm = dialog(permitDialog(view.request, action.choice));
  // Slack opens it, and tells us of the press all the same.
  if (action.do === 'open_link') drawn.url = addressIn(action.link);
  return drawn;
}

const isOpened = (link: string): boolean =>
  /^https:\/\/[^\s]+$/u.test(link) && URL.canParse(link) && addressIn(link).length <= LIMITS.button.url;

/** As browsers write it: what Slack would take for a mention is spelt by its codes. */
const addressIn = (link: string): string => new URL(link).href;

const dialog = (words: Dialog): ConfirmationDialog => ({
  title: plain(words.title, LIMITS.confirm.title),
  text: plain(words.text, LIMITS.confirm.text),
  confirm: plain(words.confirm, LIMITS.confirm.confirm),
  deny: plain(words.deny, LIMITS.confirm.deny),
  ...(words.style ? { style: words.style } : {}),
});

const select = (options: readonly Option[]): StaticSelect => ({
  type: 'static_select',
  action_id: CHOOSE,
  placeholder: plain(CHOOSE_LABEL, LIMITS.select.placeholder),
  options: options.slice(0, LIMITS.select.options).map((option, at) => ({
    text: plain(labelOf(option), LIMITS.option.text),
    value: String(at),
  })),
});
