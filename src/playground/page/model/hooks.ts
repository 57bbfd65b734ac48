/** How components reach the scene. */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { MePiece, Piece, Pieces } from '../../scene/scene.js';
import type { SceneClient } from './scene-client.js';

export const SceneContext = createContext<SceneClient | undefined>(undefined);

export function useClient(): SceneClient {
  const client = useContext(SceneContext);
  if (!client) throw new Error('There is no scene around this component.');
  return client;
}

/** All pieces; the same object until something changes. */
export function usePieces(): Pieces {
  const client = useClient();
  return useSyncExternalStore(client.subscribe, () => client.pieces);
}

/** One piece by name. */
export function usePiece<Is extends Piece['is']>(
  is: Is,
  name: string,
): Extract<Piece, { is: Is }> | undefined {
  const piece = usePieces()[name];
  return piece?.is === is ? (piece as Extract<Piece, { is: Is }>) : undefined;
}

/** All pieces of a kind. */
export function usePiecesOf<Is extends Piece['is']>(is: Is): Extract<Piece, { is: Is }>[] {
  const pieces = usePieces();
  return useMemo(
    () => Object.values(pieces).filter((piece): piece is Extract<Piece, { is: Is }> => piece.is === is),
    [pieces, is],
  );
}

export function useMe(): MePiece | undefined {
  return usePiece('me', 'me');
}
