/** The shortcuts: the form that starts a run, from anywhere or from a message. */
import { FIELDS, type Field } from '../../run/context.js';
import type { MessagePlace } from '../../run/decision.js';
import { messageDraft } from '../../run/message-draft.js';
import { clean, cut } from '../escape.js';
import { conclude, type Tools, type Visit } from '../gesture.js';
import { LIMITS } from '../limits.js';
import { ownMessage, useShortcutAgain } from '../messages/private.js';
import { formGone } from '../messages/usage.js';
import { sleep } from '../sleep.js';
import { mentionedIn, typedText } from '../text.js';
import type { Said } from '../thread.js';
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

/**
 * Of Slack's three seconds. The thread is waited for before the form opens, not put into the open form: Slack does not
 * tell what has been typed meanwhile, and a form that is drawn anew would lose it.
 */
const THREAD_MS = 1_000;

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
  const { ts, thread_ts: thread, text = '' } = message;
  const draft: StartDraft = {
    ...draftFor(visit.channel, tools.look.known),
    origin: { channel, ts: thread ?? ts, ...(thread && thread !== ts ? { message: ts } : {}) },
    from: { channel, ...(thread ? { thread } : {}) },
  };
  await openStartForm(draft, useShortcutAgain(), visit, tools, async () => {
    const others = thread ? await othersIn({ channel, ts: thread }, ts, tools) : [];
    const typed = clean(typedText(text, await tools.facts.names(mentionedIn(text)))).trim();
    return fieldsIn(messageDraft(typed, others));
  });
}

/** No longer than the form takes. */
function fieldsIn(said: Partial<Record<Field, string>>): Pick<StartDraft, 'fields' | 'isCut'> {
  const fields = FIELDS.flatMap((field) => {
    const text = said[field];
    return text ? [[field, cut(text, LIMITS.input.value)]] : [];
  });
  const isCut = (said.goal ?? '').length > LIMITS.input.value;
  return { fields: Object.fromEntries(fields), isCut };
}

/** What people said around the message; nothing where Slack does not tell it soon, or not at all. */
async function othersIn(root: MessagePlace, ts: string, { thread, log }: Tools): Promise<string[]> {
  const enough = new AbortController();
  const reading = thread(root, enough.signal).catch((error: unknown): Said[] => {
    if (!enough.signal.aborted) log.info('a thread was not read for the form', { reason: String(error) });
    return [];
  });
  const late = sleep(THREAD_MS, enough.signal).then(
    (): Said[] => [],
    (): Said[] => [],
  );
  const said = await Promise.race([reading, late]);
  enough.abort();
  return said.filter((one) => one.user !== '' && one.ts !== ts).map(({ text }) => text);
}
