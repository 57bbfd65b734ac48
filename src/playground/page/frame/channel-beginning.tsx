import type { ChannelPiece } from '../../scene/scene.js';
import { useClient, useMe } from '../model/hooks.js';
import { Avatar } from './avatar.js';
import { useFrame } from './frame-context.js';
import { Icon } from './icon.js';

/** What stands above the first message. */
export function ChannelBeginning({ channel }: { channel: ChannelPiece }) {
  const me = useMe();
  if (channel.kind === 'im') {
    return (
      <section className="beginning">
        {me && <Avatar userId={me.botUserId} size="big" />}
        <h2>{channel.name}</h2>
        <p>This is the beginning of your direct messages with {channel.name}. Nobody else sees them.</p>
      </section>
    );
  }
  return (
    <section className="beginning">
      <span className="beginning__sign">
        <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} size={28} />
      </span>
      <h2>{channel.name}</h2>
      <p>
        This is the very beginning of the <strong>#{channel.name}</strong> channel
        {channel.kind === 'private' ? ', which only its members see' : ''}.
      </p>
    </section>
  );
}

/** What the app suggests where nothing was said yet; a click says it. */
export function Prompts({ channel }: { channel: ChannelPiece }) {
  const client = useClient();
  const { refuse } = useFrame();
  const prompts = useMe()?.prompts ?? [];
  if (prompts.length === 0) return null;
  const say = async (text: string) => {
    const answer = await client.send({ do: 'say', channel: channel.id, text });
    if (!answer.ok) refuse({ channel: channel.id, thread: undefined }, answer.text);
  };
  return (
    <ul className="prompts" aria-label="Suggestions">
      {prompts.map(({ title, message }) => (
        <li key={title}>
          <button type="button" className="prompt" onClick={() => say(message)}>
            <span className="prompt__title">{title}</span>
            <span className="prompt__message">{message}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
