/** What belongs to the page alone: where one is, what is half written, what was refused. */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ChannelPiece, UserPiece } from '../../scene/scene.js';
import { useClient, useMe, usePieces, usePiecesOf } from '../model/hooks.js';
import type { Drafts } from './drafts.js';
import { colourOf } from './looks.js';
import type { Notice } from './notices.js';
import { type Place, placeIn } from './place.js';
import type { Names } from './wire-text.js';

export interface Frame {
  go(place: Place): void;
  drafts: Drafts;
  notices: Notice[];
  /** Tells the person who acts that something was refused here. */
  refuse(where: { channel: string; thread: string | undefined }, text: string): void;
  dropNotice(id: number): void;
  /** One line at the edge of the page that goes by itself. */
  toast(text: string): void;
  openFile(file: OpenFile): void;
}

export interface OpenFile {
  id: string;
  name: string;
  title: string;
  length: number;
}

export const FrameContext = createContext<Frame | undefined>(undefined);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('There is no frame around this component.');
  return frame;
}

/** Opens a thread of a channel in the pane; without one, closes the pane. */
export function useGoThread(channel: ChannelPiece | undefined): (thread?: string) => void {
  const { go } = useFrame();
  return (thread) => channel && go(placeIn(channel, thread));
}

/** A draft and how to change it. Only components that use it are drawn again while somebody types. */
export function useDraft(key: string): [string, (text: string) => void] {
  const { drafts } = useFrame();
  const text = useSyncExternalStore(drafts.subscribe, () => drafts.get(key));
  return [text, (next) => drafts.set(key, next)];
}

export function useIsLive(): boolean {
  const client = useClient();
  return useSyncExternalStore(client.subscribe, () => client.isLive);
}

export function useUser(id: string | undefined): UserPiece | undefined {
  const piece = usePieces()[`user:${id}`];
  return piece?.is === 'user' ? piece : undefined;
}

/** Colour number of a person's picture. */
export function useColour(userId: string): number {
  return colourOf(userId, useMe()?.actors ?? []);
}

/** Names of the ids in Slack's text. */
export function useNames(): Names {
  const pieces = usePieces();
  return useMemo(
    () => ({
      user: (id) => {
        const piece = pieces[`user:${id}`];
        return piece?.is === 'user' ? piece.name : undefined;
      },
      channel: (id) => {
        const piece = pieces[`channel:${id}`];
        return piece?.is === 'channel' ? piece.name : undefined;
      },
      group: (id) => {
        const piece = pieces[`group:${id}`];
        return piece?.is === 'group' ? piece.handle : undefined;
      },
    }),
    [pieces],
  );
}

/** The people one may act as, in order. */
export function useActors(): UserPiece[] {
  const me = useMe();
  const users = usePiecesOf('user');
  return (me?.actors ?? []).flatMap((id) => users.find((user) => user.id === id) ?? []);
}
