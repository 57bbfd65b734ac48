/** Sending and closing forms, and what the app's answer does to them. */
import { Refusal } from './api.js';
import { checkedView, pushView } from './api-views.js';
import { SlackClientError } from './client-error.js';
import type { UserRecord, View } from './facts.js';
import { closedPayload, submissionPayload } from './gestures.js';
import { clientErrors } from './input-values.js';
import { isRecord, type Json, record, text } from './json.js';
import { redrawView } from './view-shape.js';
import { composed } from './visible.js';
import type { World } from './world.js';

export interface Submitted {
  outcome: 'closed' | 'updated' | 'pushed' | 'cleared' | 'errors';
  /** What stands under the inputs, by label. */
  errors: Record<string, string>;
  /** The form that is on top afterwards. */
  view?: View;
}

/** @throws SlackClientError when nobody answers in time or the answer is not one that Slack takes */
export async function submitForm(world: World, user: UserRecord, view: View): Promise<Submitted> {
  if (!view.open) throw new Error('That form is closed.');
  if (view.user !== user.id) throw new Error(`${user.name} does not see that form.`);
  if (view.submit === undefined) throw new Error('That form has no submit button.');
  const refused = clientErrors(view.blocks, view.values);
  if (Object.keys(refused).length > 0) return showErrors(world, view, refused);
  const reply = await world.deliverGesture('interactive', submissionPayload(world, user, view));
  if (!reply.acked) throw new SlackClientError(reply.why, 'We had some trouble connecting. Try again?');
  try {
    return apply(world, user, view, record(reply.payload));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new SlackClientError('bad_response', `${error.message} ${JSON.stringify(error.extra)}`);
  }
}

function apply(world: World, user: UserRecord, view: View, answer: Json): Submitted {
  const { store } = world;
  switch (answer.response_action) {
    case undefined:
      view.open = false;
      break;
    case 'clear':
      for (const open of store.openViews(user.id)) open.open = false;
      break;
    case 'errors':
      return showErrors(world, view, readErrors(view, answer.errors));
    case 'update':
      redrawView(view, checkedView(store, answer.view, 'modal', view));
      break;
    case 'push':
      pushView(store, user.id, checkedView(store, answer.view, 'modal'));
      break;
    default:
      throw new SlackClientError('bad_response', `unknown response_action ${String(answer.response_action)}`);
  }
  store.saveView(view);
  const top = store.openViews(user.id).at(-1);
  const outcome = OUTCOMES[text(answer.response_action)] ?? 'closed';
  return { outcome, errors: {}, ...(top && { view: top }) };
}

const OUTCOMES: Record<string, Submitted['outcome']> = {
  clear: 'cleared',
  update: 'updated',
  push: 'pushed',
};

/** Errors may name input blocks only, and need a text. */
function readErrors(view: View, errors: unknown): Record<string, string> {
  if (!isRecord(errors) || Object.keys(errors).length === 0)
    throw new SlackClientError('bad_response', 'no errors given');
  const inputs = new Set(
    view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id),
  );
  for (const [blockId, error] of Object.entries(errors)) {
    if (!inputs.has(blockId))
      throw new SlackClientError('bad_response', `no input block has the id ${blockId}`);
    if (text(error) === '') throw new SlackClientError('bad_response', `the error of ${blockId} is empty`);
  }
  return errors as Record<string, string>;
}

function showErrors(world: World, view: View, errors: Record<string, string>): Submitted {
  view.errors = errors;
  world.store.saveView(view);
  const named = Object.entries(errors).map(([blockId, error]) => {
    const block = view.blocks.find((one) => one.block_id === blockId);
    return [block ? composed(world.store, block.label) : blockId, error];
  });
  return { outcome: 'errors', errors: Object.fromEntries(named), view };
}

/** Closes a form, and with `clear_on_close` all of them; the app is told where it asked to be. */
export async function closeForm(world: World, user: UserRecord, view: View): Promise<void> {
  const { store } = world;
  const closing = view.clear_on_close ? store.openViews(user.id) : [view];
  for (const one of closing) one.open = false;
  store.saveView(view);
  for (const one of closing.filter((closed) => closed.notify_on_close)) {
    await world.deliverGesture('interactive', closedPayload(world, user, one, view.clear_on_close));
  }
}
