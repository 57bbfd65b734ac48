/** What the composer can complete, from what the person sees. */
import { useMemo } from 'react';
import { useMe, usePiecesOf } from '../model/hooks.js';
import type { OfferedCommand, Offers } from './completion.js';
import { nameOf } from './looks.js';

const INVITE: OfferedCommand = {
  command: '/invite',
  description: 'Add somebody or an app to this channel',
  usageHint: '@somebody',
};

/** In a thread there are no commands, as in Slack. */
export function useOffers(isThread: boolean): Offers {
  const me = useMe();
  const users = usePiecesOf('user');
  const channels = usePiecesOf('channel');
  return useMemo(
    () => ({
      commands: isThread ? [] : [...(me?.commands ?? []), INVITE],
      people: [...users]
        .sort((a, b) => Number(b.isBot) - Number(a.isBot) || a.name.localeCompare(b.name))
        .map((user) => ({
          value: user.name,
          title: nameOf(user),
          detail: user.isBot ? 'App' : nameOf(user) === user.name ? '' : user.name,
          userId: user.id,
        })),
      channels: channels
        .filter((channel) => channel.kind === 'public' || channel.kind === 'private')
        .map((channel) => ({
          value: channel.name,
          title: channel.name,
          detail: channel.isMember ? '' : 'You are not a member',
        })),
    }),
    [me, users, channels, isThread],
  );
}
