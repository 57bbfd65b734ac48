/** The shortcuts: the form that starts a run, from anywhere or from a message. */
import { clean, cut } from '../escape.js';
import { conclude, type Tools, type Visit } from '../gesture.js';
import { LIMITS } from '../limits.js';
import { ownMessage, useShortcutAgain } from '../messages/private.js';
import { formGone } from '../messages/usage.js';
import { mentionedIn, typedText } from '../text.js';
import type { StartDraft } from '../views/start-form.js';
import { draftFor, openStartForm } from './start-form.js';

/** `callback_id`s of the manifest. */
const SHORTCUTS = { global: 'start_run', message: 'start_run_from_message' } as const;

/** The parts of a `shortcut` or `message_action` that are read; everything may be missing. */
export interface Shortcut {
  callback_id: string;
  message?: { user?: string; text?: string; ts?: string; thread_ts?: string };
}

export interface ShortcutTools {
  tools: Tools;
  /** The bot's own user id. */
  bot: string;
}

/** Opens the form; on a message its text is the draft goal, and a link to the run goes into its thread. */
export async function onShortcut(
  shortcut: Shortcut,
  visit: Visit,
  { tools, bot }: ShortcutTools,
): Promise<void> {
  const { callback_id, message } = shortcut;
  if (callback_id === SHORTCUTS.global)
    return openStartForm(draftFor(undefined, tools.look.known), useShortcutAgain(), visit, tools);
  if (callback_id !== SHORTCUTS.message || !message?.ts || !visit.channel)
    return conclude(visit, tools, formGone());
  if (message.user === bot) return conclude(visit, tools, ownMessage());
  const { channel } = visit;
  const draft: StartDraft = {
    ...draftFor(visit.channel, tools.look.known),
    ...(await goalIn(message.text ?? '', tools)),
    origin: { channel, ts: message.thread_ts ?? message.ts },
    from: { channel, ...(message.thread_ts ? { thread: message.thread_ts } : {}) },
  };
  await openStartForm(draft, useShortcutAgain(), visit, tools);
}

/** As it was typed, and no longer than the form takes. */
async function goalIn(text: string, tools: Tools): Promise<Pick<StartDraft, 'goal' | 'isCut'>> {
  const typed = clean(typedText(text, await tools.facts.names(mentionedIn(text)))).trim();
  const goal = cut(typed, LIMITS.input.value);
  return goal === '' ? {} : { goal, isCut: goal !== typed };
}
