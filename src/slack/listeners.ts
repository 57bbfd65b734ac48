/** Who hears what. Every listener settles the inbox row that brought its delivery, in the transaction that decides. */
import type { App } from '@slack/bolt';
import { FORM_CALLBACKS, type Form, onSubmit } from './actions/forms.js';
import { gone } from './actions/gone.js';
import { answerInHome, type HomeOpened, onHomeOpened, onHomePress, wasOpenedInHome } from './actions/home.js';
import { type OpenForm, onPress } from './actions/presses.js';
import { onShortcut, type Shortcut } from './actions/shortcuts.js';
import { onStartForm } from './actions/start-form.js';
import { isTwinPress } from './actions/twin.js';
import type { Actors } from './actor.js';
import { carryOutLine } from './commands/table.js';
import { bare } from './commands/words.js';
import type { Visit } from './gesture.js';
import type { Homes } from './homes.js';
import {
  type CommandPayload,
  commandVisit,
  type GesturePayload,
  gestureVisit,
  inputsIn,
  postedIn,
} from './payloads.js';
import type { SlackMessage } from './receipt.js';
import { onEdit, onPost } from './replies.js';
import { onSessionStopped, type SessionStopped, type StopTools } from './stops.js';
import { mentionedIn, typedText } from './text.js';
import type { Clicked } from './views/press.js';
import { START_FORM_ID, type SubmittedStart } from './views/start-form.js';

export interface Hearing extends StopTools {
  actors: Actors;
  openForm: OpenForm;
  homes: Homes;
  /** The bot's own user id. */
  bot: string;
}

/** The slash command, as the manifest names it. */
export const COMMAND = '/metawsm';

export function listen(app: App, given: Hearing): void {
  const { tools, actors, openForm, bot, homes } = given;
  const hearing: Hearing = { ...given, isProgram: (user) => actors.isProgram(user) };
  const opensBy =
    (trigger: string | undefined): NonNullable<Visit['opens']> =>
    async (form) =>
      trigger !== undefined && (await openForm(trigger, form));
  const opening = (visit: Visit, trigger: string | undefined): Visit => ({
    ...visit,
    opens: opensBy(trigger),
  });

  app.command(/./u, async ({ command, ack, context }) => {
    const payload = command as CommandPayload;
    // A command that the app was given by another name has no words that would be known.
    const text = command.command === COMMAND ? (payload.text ?? '') : '';
    const line = typedText(text, await tools.facts.names(mentionedIn(text)));
    const visit = commandVisit(payload, ack as never, context, hearing);
    await carryOutLine(bare(line), opening(visit, payload.trigger_id), tools);
  });

  app.action({ type: 'block_actions' }, async ({ action, body, ack, context }) => {
    const payload = body as GesturePayload;
    const { trigger_id: trigger, view, user } = payload;
    const clicked: Clicked = { ...(action as Clicked), ...inputsIn(payload) };
    if (view?.type !== 'home')
      return onPress(clicked, trigger, gestureVisit(payload, ack as never, context, hearing), hearing);
    const opens = isTwinPress(clicked) ? undefined : opensBy(trigger);
    const show = answerInHome(user.id ?? '', homes, opens);
    const visit = gestureVisit(payload, ack as never, context, hearing, show);
    await onHomePress(clicked, view, trigger, opening(visit, trigger), hearing);
  });

  for (const callback of FORM_CALLBACKS)
    app.view(callback, async ({ view, body, ack, context }) => {
      const payload = body as GesturePayload;
      const show = wasOpenedInHome(view)
        ? answerInHome(payload.user.id ?? '', homes, opensBy(payload.trigger_id))
        : undefined;
      const visit = gestureVisit(payload, ack as never, context, hearing, show);
      await onSubmit(view as Form, visit, tools);
    });

  app.view(START_FORM_ID, async ({ view, body, ack, context }) => {
    const payload = body as GesturePayload;
    // Where the run is and how to go on stands at the top, above the run itself.
    const show = wasOpenedInHome(view) ? answerInHome(payload.user.id ?? '', homes) : undefined;
    const visit = gestureVisit(payload, ack as never, context, hearing, show);
    await onStartForm(view as SubmittedStart, visit, tools);
  });

  // A form of an earlier version, which closes; its author is told.
  app.view(/./u, async ({ view, body, ack, context }) => {
    if (view.callback_id === START_FORM_ID || FORM_CALLBACKS.includes(view.callback_id)) return;
    const payload = body as GesturePayload;
    await gone(gestureVisit(payload, ack as never, context, hearing), tools);
  });

  app.shortcut(/.+/u, async ({ shortcut, body, ack, context }) => {
    const payload = body as GesturePayload;
    const visit = gestureVisit(payload, ack as never, context, hearing);
    visit.answer.locate(visit.actor);
    await onShortcut(shortcut as Shortcut, opening(visit, payload.trigger_id), { tools, bot });
  });

  // One message may come as both; the inbox lets the first through.
  for (const type of ['message', 'app_mention'] as const)
    app.event(type, async ({ event, body, context }) => {
      const posted = postedIn(event as SlackMessage, body, context, hearing);
      // A file of the bot's own comes as a message too.
      if (!posted || actors.isBot(posted.visit.actor)) return;
      const { post, visit, edited } = posted;
      await (edited ? onEdit : onPost)(post, visit, { tools, bot });
    });

  app.event('agent_session_stopped', async ({ event, body, context }) => {
    await onSessionStopped(event as SessionStopped, body as { team_id?: string }, context, hearing);
  });
  // How somebody calls a session is theirs.
  app.event('agent_session_title_changed', async () => undefined);

  app.event('app_home_opened', async ({ event }) => onHomeOpened(event as HomeOpened, homes));
  app.event('user_change', async ({ event }) => {
    await actors.userChanged(event.user);
    homes.moved();
  });
  app.event('subteam_members_changed', async ({ event }) => {
    const { subteam_id, removed_users } = event as { subteam_id?: string; removed_users?: string[] };
    await actors.groupChanged(subteam_id, removed_users);
    homes.moved();
  });
  app.event('channel_archive', ({ event }) => actors.channelLost(event.channel));
  app.event('member_left_channel', async ({ event }) => {
    if (actors.isBot(event.user)) await actors.channelLost(event.channel);
  });
}
