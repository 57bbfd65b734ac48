/** People, channels, groups and broadcasts as pills, with the names that this person sees. */
import { useMe, usePieces } from '../model/hooks.js';

export interface MentionOf {
  is: 'user' | 'channel' | 'group';
  id: string;
  /** What the sender called it, where the page knows no name. */
  label?: string | undefined;
}

export function Mention({ is, id, label }: MentionOf) {
  const pieces = usePieces();
  const me = useMe();
  const piece = pieces[`${is}:${id}`];
  const sign = is === 'channel' ? '#' : '@';
  const known =
    piece?.is === 'user' || piece?.is === 'channel' ? piece.name : piece?.is === 'group' && piece.handle;
  const unknown = is === 'channel' ? 'private-channel' : `unknown-${is}`;
  const name = known || label?.replace(/^[@#]/, '') || unknown;
  const isMine = is === 'user' && id === me?.userId;
  return <span className={`text__mention ${isMine ? 'text__mention--mine' : ''}`}>{sign + name}</span>;
}

export function Broadcast({ range }: { range: string }) {
  return <span className="text__mention text__mention--mine">@{range}</span>;
}

/** A typed `#name`: a channel where the person sees one of that name, else text. */
export function ChannelName({ name }: { name: string }) {
  const known = Object.values(usePieces()).some(
    (piece) => piece.is === 'channel' && piece.kind !== 'im' && piece.name === name,
  );
  return known ? <span className="text__mention">#{name}</span> : <>#{name}</>;
}
