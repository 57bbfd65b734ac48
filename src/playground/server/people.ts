/** People: what they type, say, press, choose, fill in and see. Every gesture resolves once the bot acknowledged it. */

import { SlackClientError } from './client-error.js';
import type { Reply } from './deliveries.js';
import { envelope } from './events.js';
import type { Message, Screen, View } from './facts.js';
import { chosenFields, type Put, stateAfter, stateChosen, stateTyped } from './filling.js';
import { closeForm, type Submitted, submitForm } from './forms.js';
import { actionPayload, commandPayload, messageShortcutPayload, shortcutPayload } from './gestures.js';
import { initialState } from './input-values.js';
import { isRecord, type Json, record, text } from './json.js';
import { Onlooker, type Where } from './onlooker.js';
import {
  buttonInReach,
  elementInReach,
  entered,
  inReach,
  notInReach,
  type Place,
  type Which,
} from './reach.js';
import { respond } from './responses.js';
import { renameSession, stopSession } from './session-gestures.js';
import { richTextOf, typed } from './typed-text.js';
import { wireView } from './view-shape.js';
import { composed, optionsOf, type Placed, visibleText } from './visible.js';

export class Person extends Onlooker {
  /** Sends a slash command; resolves with the visible text of the answer that came with the ack, '' for none. */
  async types(line: string, { in: where }: { in: Where }): Promise<string> {
    const channel = entered(this.user, this.find(where));
    const [command = '', words = ''] = splitOnce(line.trim());
    const escapes = this.world.grants.commands.get(command);
    if (escapes === undefined)
      throw new SlackClientError('not_a_command', `${command} is not a valid command.`);
    const body = commandPayload(
      this.world,
      this.user,
      channel,
      command,
      escapes ? typed(this.world.store, words) : words,
    );
    const reply = acknowledged(await this.world.deliverGesture('slash_commands', body));
    return this.#show(text(body.response_url), reply);
  }

  /** Posts a message; mentions, links and `& < >` as Slack sends them. */
  async says(words: string, { in: where, thread }: { in: Where; thread?: Message }): Promise<Message> {
    const { store } = this.world;
    const channel = entered(this.user, this.find(where));
    const root = thread && (thread.thread_ts ?? thread.ts);
    const said = typed(store, words);
    return store.addMessage({
      channel: channel.id,
      user: this.id,
      text: said,
      blocks: [richTextOf(said)],
      client_msg_id: store.newClientMessageId(),
      ...(root && { thread_ts: root }),
    });
  }

  async edits(message: Message, words: string): Promise<void> {
    if (message.user !== this.id) throw new Error(`${this.name} did not write that message.`);
    const { store } = this.world;
    const said = typed(store, words);
    store.changeMessage(message, {
      text: said,
      blocks: [richTextOf(said)],
      edited: { user: this.id, ts: store.nextTs() },
    });
  }

  async deletes(message: Message): Promise<void> {
    if (message.user !== this.id) throw new Error(`${this.name} did not write that message.`);
    this.world.store.deleteMessage(message);
  }

  /** Presses a button; where it asks, confirms unless `confirm` is false (then nothing is sent). */
  async presses(which: Which, { on, confirm = true }: { on: Screen; confirm?: boolean }): Promise<void> {
    const placed = buttonInReach(this.world.store, this.user, on, which);
    if (isRecord(placed.element.confirm) && !confirm) return;
    await this.#act(on, placed, placed.element.value === undefined ? {} : { value: placed.element.value });
  }

  /** Chooses an option by its visible text or value from a menu, overflow, radio buttons or checkboxes. */
  async selects(
    option: Put,
    { on, action_id, confirm = true }: { on: Screen; action_id?: string; confirm?: boolean },
  ): Promise<void> {
    const { store } = this.world;
    const offers = ({ element }: Placed): boolean =>
      action_id === undefined
        ? optionsOf(element).some((one) => composed(store, one.text) === option || one.value === option)
        : element.action_id === action_id;
    const placed = inReach(this.world.store, this.user, on).find(offers);
    if (placed === undefined) throw notInReach(this.world.store, this.user, on, `option "${String(option)}"`);
    if (isRecord(placed.element.confirm) && !confirm) return;
    const type = text(placed.element.type);
    const state = stateAfter(
      store,
      type === 'overflow' ? { ...placed.element, type: 'static_select' } : placed.element,
      option,
      this.id,
    );
    if (type !== 'overflow') this.#put(on, placed, state);
    if (placed.block.type === 'input' && placed.block.dispatch_action !== true) return;
    await this.#act(on, placed, chosenFields(state));
  }

  /** Puts values into inputs, by label; what dispatches actions does so. */
  async fills(on: Screen, values: Record<string, Put>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      const placed = inReach(this.world.store, this.user, on).find(
        (one) => one.block.type === 'input' && one.label === label,
      );
      if (placed === undefined) throw notInReach(this.world.store, this.user, on, `input "${label}"`);
      const state = stateAfter(this.world.store, placed.element, value, this.id);
      this.#put(on, placed, state);
      if (placed.block.dispatch_action === true) await this.#act(on, placed, chosenFields(state));
    }
  }

  /** Chooses by ids: values of options or ids of people and channels; exactly these are chosen then, none clears. */
  async chooses(values: string[], { on, at }: { on: Screen; at: Place }): Promise<void> {
    const placed = elementInReach(this.world.store, this.user, on, at);
    const isMenu = placed.element.type === 'overflow';
    const element = isMenu ? { ...placed.element, type: 'static_select' } : placed.element;
    const state = stateChosen(this.world.store, element, values, this.id);
    if (isMenu) return await this.#act(on, placed, chosenFields(state));
    await this.#puts(on, placed, state, true);
  }

  /** Puts a text, date, time or number into an element by its ids; '' empties it. What did not change is not sent. */
  async puts(value: string, { on, at }: { on: Screen; at: Place }): Promise<void> {
    const placed = elementInReach(this.world.store, this.user, on, at);
    const state = stateTyped(placed.element, value);
    const before = this.world.store.valuesSeen(on, this.id);
    const shown = initialState(on.blocks ?? [], before)[at.block_id]?.[at.action_id];
    await this.#puts(on, placed, state, JSON.stringify(shown) !== JSON.stringify(state));
  }

  /** Sends a form. Errors are keyed by label; required inputs are checked before anything is sent. */
  async submits(view: View): Promise<Submitted> {
    return await submitForm(this.world, this.user, view);
  }

  /** Closes a form by its close button. */
  async closes(view: View): Promise<void> {
    await closeForm(this.world, this.user, view);
  }

  /** Opens the App Home; the bot is told. @throws SlackClientError where the app has no such tab */
  async opensHome(tab: 'home' | 'messages' = 'home'): Promise<void> {
    const { store, grants } = this.world;
    if (!grants.tabs[tab]) throw new SlackClientError('no_tab', `${store.bot.name} has no ${tab} tab.`);
    if (!grants.events.has('app_home_opened')) return;
    const view = store.home(this.id);
    this.world.deliverEvent(
      envelope(store, {
        type: 'app_home_opened',
        user: this.id,
        channel: this.dm().id,
        tab,
        event_ts: store.nextTs(),
        ...(tab === 'home' && view && { view: wireView(store, view) }),
      }),
    );
  }

  /** Uses a global shortcut, or with `on` a message shortcut, by callback id. */
  async usesShortcut(callbackId: string, { on }: { on?: Message } = {}): Promise<void> {
    const known = this.world.grants.shortcuts;
    const kind = on === undefined ? 'global' : 'message';
    if (on !== undefined) entered(this.user, this.find(on.channel));
    if (known !== undefined && known.get(callbackId) !== kind)
      throw new Error(`There is no ${kind} shortcut ${callbackId}.`);
    const body =
      on === undefined
        ? shortcutPayload(this.world, this.user, callbackId)
        : messageShortcutPayload(this.world, this.user, callbackId, on);
    acknowledged(await this.world.deliverGesture('interactive', body));
  }

  /** Presses Slack's own Stop, which a thread shows while its agent session is `processing`; the bot is told. */
  stopsSession(on: Message): void {
    stopSession(this.world, this.user, on);
  }

  /** Gives the agent session of a thread another title; the bot is told. */
  renamesSession(on: Message, title: string): void {
    renameSession(this.world, this.user, on, title);
  }

  /** What stands in an input block is sent with its form, unless the block dispatches it at once. */
  async #puts(on: Screen, placed: Placed, state: Json, isNews: boolean): Promise<void> {
    this.#put(on, placed, state);
    if (placed.block.type === 'input' && placed.block.dispatch_action !== true) return;
    if (isNews) await this.#act(on, placed, chosenFields(state));
  }

  #put(on: Screen, { block, element }: Placed, state: Json): void {
    const values = this.world.store.valuesOf(on, this.id);
    const blockId = text(block.block_id);
    values[blockId] = { ...values[blockId], [text(element.action_id)]: state };
    this.world.store.tell({ type: 'other' });
  }

  async #act(on: Screen, placed: Placed, chosen: Json): Promise<void> {
    acknowledged(
      await this.world.deliverGesture(
        'interactive',
        actionPayload(this.world, this.user, on, placed, chosen),
      ),
    );
  }

  #show(responseUrl: string, payload: unknown): string {
    const { store, triggers } = this.world;
    const target = triggers.target(responseUrl.slice(responseUrl.lastIndexOf('/') + 1));
    const sent = typeof payload === 'string' ? { text: payload } : record(payload);
    const isMessage = sent.text !== undefined || sent.blocks !== undefined;
    if (target === undefined || !isMessage) return '';
    const before = store.ephemerals.length;
    respond(this.world, target, sent);
    const shown = store.ephemerals.at(-1);
    if (store.ephemerals.length > before && shown) return visibleText(store, shown);
    const posted = target.original && store.findMessage(target.channel, target.original.ts);
    return posted ? visibleText(store, posted) : '';
  }
}

/** The payload of the ack. @throws SlackClientError what the person would read */
function acknowledged(reply: Reply): unknown {
  if (reply.acked) return reply.payload;
  throw new SlackClientError(reply.why, `The app did not respond (${reply.reason}).`);
}

function splitOnce(line: string): string[] {
  const space = line.search(/\s/);
  return space < 0 ? [line] : [line.slice(0, space), line.slice(space + 1).trim()];
}
