/** What only one person sees: private messages, open forms, the App Home. */
import type { Ephemeral, View } from '../server/facts.js';
import { initialState } from '../server/input-values.js';
import type { Store } from '../server/store.js';
import type { EphemeralPiece, Pieces, ViewPiece } from './scene.js';

export function screenPieces(store: Store, userId: string): Pieces {
  const pieces: Pieces = {};
  for (const one of store.ephemerals)
    if (one.to === userId && !one.deleted) pieces[`ephemeral:${one.ts}`] = ephemeralPiece(store, userId, one);
  store.openViews(userId).forEach((view, depth) => {
    pieces[`view:${view.id}`] = viewPiece(view, depth);
  });
  const home = store.home(userId);
  if (home) pieces.home = { is: 'home', id: home.id, blocks: home.blocks, values: home.values };
  return pieces;
}

function ephemeralPiece(store: Store, userId: string, ephemeral: Ephemeral): EphemeralPiece {
  const { channel, ts, text, blocks, thread_ts } = ephemeral;
  return {
    is: 'ephemeral',
    message: { channel, ts, text, ...(blocks && { blocks }), ...(thread_ts && { thread_ts }) },
    values: initialState(blocks ?? [], store.valuesSeen(ephemeral, userId)),
  };
}

function viewPiece(view: View, depth: number): ViewPiece {
  const { id, hash, title = {}, submit, close, blocks, values, errors } = view;
  return {
    is: 'view',
    id,
    depth,
    hash,
    title,
    ...(submit && { submit }),
    ...(close && { close }),
    blocks,
    values,
    errors,
  };
}
