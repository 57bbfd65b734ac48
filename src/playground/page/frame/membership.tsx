import type { ChannelPiece, Gesture } from '../../scene/scene.js';
import { useClient, useMe } from '../model/hooks.js';
import { useFrame, useUser } from './frame-context.js';
import { nameOf } from './looks.js';

/** In the composer's place where the person is no member. */
export function JoinBar({ channel }: { channel: ChannelPiece }) {
  const send = useTold();
  return (
    <div className="join-bar">
      <p>
        You are looking at <strong>#{channel.name}</strong>
      </p>
      <button
        type="button"
        className="plain-button plain-button--green"
        onClick={() => send({ do: 'join', channel: channel.id })}
      >
        Join channel
      </button>
    </div>
  );
}

/** Where the bot is no member: what to do about it. */
export function InviteLine({ channel }: { channel: ChannelPiece }) {
  const send = useTold();
  const bot = useUser(useMe()?.botUserId);
  if (channel.botIsMember || channel.kind === 'im') return null;
  return (
    <p className="invite-line">
      {nameOf(bot)} is not in this channel.{' '}
      <button
        type="button"
        className="text-button"
        onClick={() => send({ do: 'invite_bot', channel: channel.id })}
      >
        Add it
      </button>{' '}
      or type <code>/invite @{bot?.name}</code>.
    </p>
  );
}

function useTold(): (gesture: Gesture) => Promise<void> {
  const client = useClient();
  const { toast } = useFrame();
  return async (gesture) => {
    const answer = await client.send(gesture);
    if (!answer.ok) toast(answer.text);
  };
}
