/** How a line leaves the composer. */
import type { ChannelPiece, Gesture } from '../../scene/scene.js';
import { useClient, useMe } from '../model/hooks.js';
import { isCommandLine } from './completion.js';
import { draftKey } from './drafts.js';
import { useFrame, useUser } from './frame-context.js';

/** Sends a line and empties the draft; what is refused is told here, and the line comes back. */
export function useSend(channel: ChannelPiece, thread: string | undefined) {
  const client = useClient();
  const me = useMe();
  const bot = useUser(me?.botUserId);
  const { refuse, drafts } = useFrame();
  const where = { channel: channel.id, thread };
  return async (draft: string, setDraft: (text: string) => void): Promise<void> => {
    const line = lineOf(draft);
    if (line === '') return;
    const isCommand = isCommandLine(line);
    if (isCommand && thread !== undefined) {
      refuse(where, `${line.split(/\s/)[0]} is not supported in threads. Sorry! Mention the app instead.`);
      return;
    }
    setDraft('');
    const answer = await client.send(gestureOf(line, isCommand, channel.id, thread, bot?.name));
    if (answer.ok) return;
    refuse(where, answer.text);
    if (drafts.get(draftKey(me?.userId ?? '', channel.id, thread)) === '') setDraft(draft);
  };
}

/** A space before a slash says that it is no command. */
const lineOf = (draft: string): string => (/^\s+\//.test(draft) ? ` ${draft.trim()}` : draft.trim());

function gestureOf(
  line: string,
  isCommand: boolean,
  channel: string,
  thread: string | undefined,
  botName = '',
): Gesture {
  if (!isCommand) return { do: 'say', channel, text: line, ...(thread && { thread }) };
  const [, invited] = /^\/invite\s+@?(\S+)$/.exec(line) ?? [];
  return invited === botName ? { do: 'invite_bot', channel } : { do: 'type', channel, line };
}
