/** Every gesture of the page, and what Slack's client would show where it comes to nothing. */
import { Refusal } from '../../server/api.js';
import { SlackClientError } from '../../server/client-error.js';
import type { Gesture, GestureAnswer } from '../scene.js';
import { dismiss, killBot, openHome, read, shortcut, stopSession } from './around.js';
import { firstStart } from './first-start.js';
import { type Hand, Refused } from './hand.js';
import { inviteBot, join } from './membership.js';
import { choose, close, press, put, submit } from './pressing.js';
import { edit, remove, say, type } from './talking.js';

type Doing = {
  [Do in Gesture['do']]: (hand: Hand, gesture: Extract<Gesture, { do: Do }>) => Promise<void> | void;
};

const DOING: Doing = {
  type,
  say,
  edit,
  delete: remove,
  press,
  choose,
  put,
  submit,
  close,
  shortcut,
  open_home: openHome,
  stop_session: stopSession,
  join,
  invite_bot: inviteBot,
  read,
  dismiss,
  kill_bot: killBot,
};

/** Does it, and resolves once the bot acknowledged it or could not. Never rejects. */
export async function perform(hand: Hand, gesture: Gesture): Promise<GestureAnswer> {
  await firstStart(hand.parts.bot, gesture);
  try {
    await (DOING[gesture.do] as (hand: Hand, gesture: Gesture) => Promise<void> | void)(hand, gesture);
    return { ok: true };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, text: error.message };
    if (error instanceof SlackClientError)
      return { ok: false, code: error.code, text: shownFor(gesture, error.code) };
    if (error instanceof Refusal)
      return { ok: false, code: 'bad_response', text: unusable(gesture, error.message) };
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { ok: false, code: 'not_possible', text: first };
  }
}

/** The words of Slack's client, as far as they are known. */
function shownFor(gesture: Gesture, code: SlackClientError['code']): string {
  if (code === 'no_stop') return 'Nothing is running in this thread any more.';
  if (code === 'no_tab') return 'The app has no such tab.';
  if (code === 'bad_response') return unusable(gesture, code);
  const [command] = gesture.do === 'type' ? gesture.line.trim().split(/\s/) : [];
  if (command !== undefined)
    return code === 'operation_timeout'
      ? `${command} failed because the app did not respond`
      : `${command} failed with the error "${code}"`;
  if (gesture.do === 'submit') return 'We had some trouble connecting. Try again?';
  return 'The app did not respond. Try again.';
}

function unusable(gesture: Gesture, error: string): string {
  const what = gesture.do === 'type' ? gesture.line.trim().split(/\s/)[0] : 'That';
  return `${what} failed with the error "${error}": the app answered with something that Slack does not take.`;
}
