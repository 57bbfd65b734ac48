/** The buttons of a message, or a select where there are too many options for buttons. */
import type {
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  PlainTextElement,
  StaticSelect,
} from '@slack/types';
import type { Action, View } from '../../run/views.js';
import { plain as plainText } from '../escape.js';
import { LIMITS } from '../limits.js';
import {
  CHOOSE_LABEL,
  type Dialog,
  discardDialog,
  labelOf,
  mergeDialog,
  styleOf,
} from '../messages/labels.js';
import type { Part } from './layout.js';
import { actionId, blockId, CHOOSE, type Press, writePress } from './press.js';

type Option = Extract<Action, { do: 'answer' }>;

/** One block with everything that can be pressed; empty where nothing can. */
export function buttons(view: View): Part[] {
  if (view.actions.length === 0) return [];
  const options = view.actions.filter((action): action is Option => action.do === 'answer');
  const others = view.actions.filter((action) => action.do !== 'answer');
  const elements: ActionsBlockElement[] = [
    ...(options.length > LIMITS.optionButtons
      ? [select(options)]
      : options.map((one, at) => button(view, one, at))),
    ...others.map((one) => button(view, one)),
  ];
  const press = pressOf(view, options[0] ?? { do: 'start' });
  return [{ kind: 'actions', block: { type: 'actions', block_id: blockId(view.ref, press), elements } }];
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
  return drawn;
}

const dialog = (words: Dialog): ConfirmationDialog => ({
  title: plain(words.title, LIMITS.confirm.title),
  text: plain(words.text, LIMITS.confirm.text),
  confirm: plain(words.confirm, LIMITS.confirm.confirm),
  deny: plain(words.deny, LIMITS.confirm.deny),
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
