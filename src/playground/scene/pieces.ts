/** All pieces of the scene that one person sees now. Nothing else leaves for that person's page. */
import type { UserRecord } from '../server/facts.js';
import { channelPieces } from './channel-pieces.js';
import { mePiece } from './me-piece.js';
import type { PageParts } from './ports.js';
import type { Pieces, UserPiece } from './scene.js';
import { screenPieces } from './screen-pieces.js';

export function piecesFor(parts: PageParts, userId: string): Pieces {
  const { store } = parts.slack;
  const roles = new Map(parts.actors.map(({ person, role }) => [person.id, role]));
  const pieces: Pieces = { me: mePiece(parts, userId), bot: parts.bot.look() };
  for (const user of store.users.values()) pieces[`user:${user.id}`] = userPiece(user, roles.get(user.id));
  for (const { id, handle } of store.groups.values()) pieces[`group:${id}`] = { is: 'group', id, handle };
  Object.assign(pieces, channelPieces(parts.slack, userId), screenPieces(store, userId));
  const hint = parts.hint(userId);
  if (hint) pieces.hint = hint;
  return pieces;
}

function userPiece({ id, name, real_name, is_bot }: UserRecord, role: string | undefined): UserPiece {
  return {
    is: 'user',
    id,
    name,
    realName: real_name ?? name,
    isBot: is_bot === true,
    ...(role !== undefined && { role }),
  };
}
