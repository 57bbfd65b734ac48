import type { ChannelPiece, MessagePiece } from '../../scene/scene.js';
import { useClient, useMe } from '../model/hooks.js';
import { useFrame, useUser } from './frame-context.js';
import { Icon } from './icon.js';
import { nameOf } from './looks.js';

const STATUS: Record<string, string> = {
  active: 'Session is open',
  suspended: 'Session waits for you',
  closed: 'Session is over',
};

/** The agent session of a thread: what it is called, how it is, and Slack's own Stop while it works. */
export function SessionLine({ root, channel }: { root: MessagePiece; channel: ChannelPiece }) {
  const client = useClient();
  const bot = useUser(useMe()?.botUserId);
  const { refuse } = useFrame();
  const { session, message } = root;
  if (session === undefined) return null;
  const isWorking = session.status === 'processing';
  const stop = async () => {
    const on = `message:${message.channel}:${message.ts}`;
    const answer = await client.send({ do: 'stop_session', on });
    if (!answer.ok) refuse({ channel: channel.id, thread: message.ts }, answer.text);
  };
  return (
    <div className={`session-line${isWorking ? ' session-line--working' : ''}`}>
      <span className="session-line__status" role="status">
        {isWorking ? (
          <>
            <span className="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {nameOf(bot)} is working
          </>
        ) : (
          (STATUS[session.status] ?? session.status)
        )}
      </span>
      {session.title && <span className="session-line__title">{session.title}</span>}
      {isWorking && channel.isMember && (
        <button type="button" className="session-line__stop" onClick={stop}>
          <Icon name="stop" size={16} /> Stop
        </button>
      )}
    </div>
  );
}
