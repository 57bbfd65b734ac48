/** views.*: forms and the App Home. */
import { type Call, invalidArguments, type Methods, objectArg, Refusal } from './api.js';
import { viewFaults } from './block-checks.js';
import type { View } from './facts.js';
import { isRecord, type Json, text } from './json.js';
import { LIMITS } from './limits.js';
import type { Store } from './store.js';
import { emptyView, redrawView, wireView } from './view-shape.js';

const DEEPEST = 3;

function triggered(call: Call): { user: string; channel?: string; view?: string } {
  const id = text(call.args.trigger_id) || text(call.args.interactivity_pointer);
  if (id === '') throw invalidArguments('missing required field: trigger_id');
  const trigger = call.world.triggers.exchange(id);
  if (typeof trigger === 'string') throw new Refusal(trigger);
  return trigger;
}

/** The view of a call. @throws invalid_arguments naming each fault */
export function checkedView(store: Store, view: unknown, type: 'modal' | 'home', self?: View): Json {
  const faults = viewFaults(view, type);
  if (faults.length > 0 || !isRecord(view)) throw invalidArguments(...faults);
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes) throw new Refusal('view_too_large');
  const external = text(view.external_id);
  const taken = store.views.some((other) => other !== self && other.open && other.external_id === external);
  if (external !== '' && taken) throw new Refusal('duplicate_external_id');
  return view;
}

function open(call: Call): Json {
  const { store } = call.world;
  const view = checkedView(store, objectArg(call.args, 'view'), 'modal');
  const { user, channel } = triggered(call);
  for (const old of store.openViews(user)) old.open = false;
  const opened = emptyView(store, user, 'modal', channel);
  redrawView(opened, view);
  store.saveView(opened);
  return { view: wireView(store, opened) };
}

function push(call: Call): Json {
  const { store } = call.world;
  const view = checkedView(store, objectArg(call.args, 'view'), 'modal');
  const { user, channel } = triggered(call);
  return { view: wireView(store, pushView(store, user, view, channel)) };
}

/** Puts a form on top of the person's forms. */
export function pushView(store: Store, user: string, view: Json, channel?: string): View {
  const stack = store.openViews(user);
  const below = stack.at(-1);
  if (below === undefined) throw new Refusal('not_found');
  if (stack.length >= DEEPEST) throw new Refusal('push_limit_reached');
  const pushed = emptyView(store, user, 'modal', channel ?? below.from);
  pushed.root_view_id = below.root_view_id;
  pushed.previous_view_id = below.id;
  redrawView(pushed, view);
  store.saveView(pushed);
  return pushed;
}

function update(call: Call): Json {
  const { store } = call.world;
  const { view_id, external_id, hash } = call.args;
  if (view_id === undefined && external_id === undefined) {
    throw invalidArguments('missing required field: view_id or external_id');
  }
  const target = store.views.find(
    (view) => view.open && (view_id !== undefined ? view.id === view_id : view.external_id === external_id),
  );
  if (target === undefined) throw new Refusal('not_found');
  if (hash !== undefined && hash !== '' && hash !== target.hash) throw new Refusal('hash_conflict');
  const view = checkedView(store, objectArg(call.args, 'view'), target.type, target);
  redrawView(target, view);
  store.saveView(target);
  return { view: wireView(store, target) };
}

function publish(call: Call): Json {
  const { store } = call.world;
  const user = text(call.args.user_id);
  if (!call.world.grants.tabs.home) throw new Refusal('not_enabled');
  if (!store.users.has(user)) throw new Refusal('user_not_found');
  const before = store.home(user);
  const { hash } = call.args;
  if (before !== undefined && hash !== undefined && hash !== '' && hash !== before.hash) {
    throw new Refusal('hash_conflict');
  }
  const view = checkedView(store, objectArg(call.args, 'view'), 'home', before);
  const home = before ?? emptyView(store, user, 'home');
  redrawView(home, view);
  store.saveView(home);
  return { view: wireView(store, home) };
}

export const views: Methods = {
  'views.open': { required: ['view'], run: open },
  'views.push': { required: ['view'], run: push },
  'views.update': { required: ['view'], run: update },
  'views.publish': { required: ['user_id', 'view'], run: publish },
};
