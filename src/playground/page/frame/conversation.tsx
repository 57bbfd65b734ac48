/** The middle of the page: a channel, or the app with its tabs. */
import { useEffect, useState } from 'react';
import type { ChannelPiece } from '../../scene/scene.js';
import { Home } from '../blocks/home.js';
import { useClient, useMe, usePiecesOf } from '../model/hooks.js';
import { Prompts } from './channel-beginning.js';
import { Composer } from './composer.js';
import { ConversationHead } from './conversation-head.js';
import { HintLine } from './hint-line.js';
import { InviteLine, JoinBar } from './membership.js';
import { MessageList } from './message-list.js';
import type { Shown } from './place.js';
import { PrivateReply } from './private-reply.js';
import { inChannel } from './threads.js';

export function Conversation({ shown }: { shown: Shown }) {
  const { channel, isApp, tab } = shown;
  useOpenedHome(isApp, tab);
  const isHome = isApp && tab === 'home';
  return (
    <main className="conversation" aria-label={channel?.name ?? 'Conversation'}>
      <ConversationHead shown={shown} />
      {isHome ? (
        <div className="conversation__home" role="tabpanel" aria-label="Home">
          <Home />
        </div>
      ) : (
        channel && <Talk channel={channel} shown={shown} key={channel.id} />
      )}
      {isHome && (
        <div className="conversation__foot">
          <HintLine shown={shown} />
        </div>
      )}
    </main>
  );
}

function Talk({ channel, shown }: { channel: ChannelPiece; shown: Shown }) {
  const me = useMe();
  const [edited, setEdited] = useState<string>();
  const messages = inChannel(usePiecesOf('message'), channel.id);
  const editLast = () => {
    const own = messages.findLast(({ message }) => message.user === me?.userId);
    setEdited(own?.message.ts);
  };
  const person = me?.userId ?? '';
  return (
    <>
      <MessageList key={`list ${person}`} {...{ channel, edited, setEdited }} />
      <div className="conversation__foot">
        {channel.kind === 'im' && messages.length === 0 && <Prompts channel={channel} />}
        <PrivateReply channel={channel} thread={shown.thread} />
        <HintLine shown={shown} />
        {channel.archived ? (
          <p className="archived">This channel is archived. Nobody can write here.</p>
        ) : channel.isMember ? (
          <>
            <InviteLine channel={channel} />
            <Composer key={`composer ${person}`} {...{ channel, editLast }} takesFocus={!shown.thread} />
          </>
        ) : (
          <JoinBar channel={channel} />
        )}
      </div>
    </>
  );
}

/** The app is told when somebody opens it; the direct channel is there from then on. */
function useOpenedHome(isApp: boolean, tab: 'home' | 'messages'): void {
  const client = useClient();
  const userId = useMe()?.userId;
  useEffect(() => {
    if (isApp && userId) void client.send({ do: 'open_home', tab });
  }, [client, isApp, tab, userId]);
}
