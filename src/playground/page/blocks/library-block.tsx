/** A display block through the library that draws them; colours and mentions are ours. */
import { type ComponentProps, useMemo } from 'react';
import { Message } from 'slack-blocks-to-jsx';
import 'slack-blocks-to-jsx/dist/style.css';
import type { Json } from '../../server/json.js';
import { EMOJI } from '../text/emoji.js';
import { Broadcast, Mention } from '../text/mention.js';
import { SlackLink } from '../text/slack-link.js';
import { Emoji, SlackDate } from '../text/slack-text.js';
import { drawable } from './drawable.js';
import './library-block.css';

type Props = ComponentProps<typeof Message>;

export function LibraryBlock({ block }: { block: Json }) {
  const blocks = useMemo(() => drawable(block) as Props['blocks'], [block]);
  return (
    <div className="library">
      {/* Its dark colours are not ours: it stays light, and library-block.css colours it by the theme. */}
      <Message blocks={blocks} name="" logo="" theme="light" withoutWrapper hooks={HOOKS} />
    </div>
  );
}

const HOOKS: Props['hooks'] = {
  user: ({ id, name }) => <Mention is="user" id={id} label={name} />,
  channel: ({ id, name }) => <Mention is="channel" id={id} label={name} />,
  usergroup: ({ id, name }) => <Mention is="group" id={id} label={name} />,
  atHere: () => <Broadcast range="here" />,
  atChannel: () => <Broadcast range="channel" />,
  atEveryone: () => <Broadcast range="everyone" />,
  link: ({ href, children }) => <SlackLink href={href}>{children}</SlackLink>,
  emoji: (data, parse) => (
    <Emoji name={data.name} sign={Object.hasOwn(EMOJI, data.name) ? EMOJI[data.name]! : parse(data)} />
  ),
  date: ({ timestamp, format, link, fallback }) => (
    <SlackDate unix={Number(timestamp)} format={format} href={link ?? undefined} fallback={fallback} />
  ),
};
