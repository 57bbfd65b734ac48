/** Forms and the App Home: making, redrawing, and the shape in which Slack sends them. */
import type { Block, View } from './facts.js';
import { initialState } from './input-values.js';
import { isRecord, type Json, record, text } from './json.js';
import { newId, type Store } from './store.js';

export function emptyView(store: Store, user: string, type: 'modal' | 'home', from?: string): View {
  const id = newId('V');
  return {
    id,
    type,
    user,
    callback_id: '',
    external_id: '',
    private_metadata: '',
    hash: '',
    blocks: [],
    clear_on_close: false,
    notify_on_close: false,
    root_view_id: id,
    previous_view_id: null,
    ...(from && store.channels.has(from) && { from }),
    values: {},
    errors: {},
    open: true,
  };
}

/** Takes over what the app sent; values stay where block_id and action_id are the same. */
export function redrawView(view: View, sent: Json): void {
  view.callback_id = text(sent.callback_id);
  view.external_id = text(sent.external_id);
  view.private_metadata = text(sent.private_metadata);
  view.clear_on_close = sent.clear_on_close === true;
  view.notify_on_close = sent.notify_on_close === true;
  for (const part of ['title', 'submit', 'close'] as const) {
    if (isRecord(sent[part])) view[part] = record(sent[part]);
    else delete view[part];
  }
  view.blocks = structuredClone(sent.blocks) as Block[];
  for (const block of view.blocks) block.block_id ??= newId('', 5);
  view.hash = `${Math.floor(Date.now() / 1000)}.${newId('', 8)}`;
  view.errors = {};
  view.values = initialState(view.blocks, view.values, view.from);
}

export function wireView(store: Store, view: View): Json {
  return {
    id: view.id,
    team_id: store.teamId,
    type: view.type,
    blocks: structuredClone(view.blocks),
    private_metadata: view.private_metadata,
    callback_id: view.callback_id,
    external_id: view.external_id,
    state: { values: structuredClone(view.values) },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    submit: view.submit ?? null,
    close: view.close ?? null,
    clear_on_close: view.clear_on_close,
    notify_on_close: view.notify_on_close,
    previous_view_id: view.previous_view_id,
    root_view_id: view.root_view_id,
    app_id: store.bot.appId,
    app_installed_team_id: store.teamId,
    bot_id: store.bot.botId,
  };
}
