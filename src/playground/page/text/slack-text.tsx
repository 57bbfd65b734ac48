/** Slack's mrkdwn as a person reads it. */
import { useMemo } from 'react';
import { codeClass } from './code-class.js';
import { exactly, formatted } from './dates.js';
import type { Bare, Inline } from './inline.js';
import { Broadcast, ChannelName, Mention } from './mention.js';
import { mrkdwn, type TextBlock } from './mrkdwn.js';
import { SlackLink } from './slack-link.js';
import './text.css';

export interface SlackTextOf {
  /** In wire form: escaped, mentions as `<@U…>`. */
  text: string;
  /** Of a mrkdwn object: what is not marked stays as it is. Not given: the text of a message, where addresses become links. */
  verbatim?: boolean;
  /** `object`: typed names such as `@here` are alive too, as in a mrkdwn object without `verbatim`. */
  from?: 'message' | 'object';
}

export function SlackText({ text, verbatim = false, from = 'message' }: SlackTextOf) {
  const bare: Bare = verbatim ? 'nothing' : from === 'object' ? 'names' : 'addresses';
  const blocks = useMemo(() => mrkdwn(text, bare), [text, bare]);
  return (
    <div className="text">
      {keyed(blocks).map(([key, block]) => (
        <TextPart key={key} block={block} />
      ))}
    </div>
  );
}

function TextPart({ block }: { block: TextBlock }) {
  if (block.is === 'fence') return <pre className="text__fence">{block.text}</pre>;
  if (block.is === 'quote')
    return (
      <blockquote className="text__quote">
        <Inlines inner={block.inner} />
      </blockquote>
    );
  return (
    <div className="text__paragraph">
      <Inlines inner={block.inner} />
    </div>
  );
}

function Inlines({ inner }: { inner: Inline[] }) {
  return keyed(inner).map(([key, one]) => <InlinePart key={key} one={one} />);
}

function InlinePart({ one }: { one: Inline }) {
  switch (one.is) {
    case 'text':
      return one.text;
    case 'bold':
      return <strong children={<Inlines inner={one.inner} />} />;
    case 'italic':
      return <em children={<Inlines inner={one.inner} />} />;
    case 'strike':
      return <s children={<Inlines inner={one.inner} />} />;
    case 'code':
      return <code className={codeClass(one.text)}>{one.text}</code>;
    case 'emoji':
      return <Emoji name={one.name} sign={one.sign} />;
    case 'link':
      return <SlackLink href={one.href}>{one.label ?? one.href.replace(/^mailto:/, '')}</SlackLink>;
    case 'date':
      return <SlackDate {...one} />;
    case 'broadcast':
      return <Broadcast range={one.range} />;
    case 'name':
      return <ChannelName name={one.name} />;
    default:
      return <Mention {...one} />;
  }
}

export function Emoji({ name, sign }: { name: string; sign: string }) {
  return (
    <span role="img" aria-label={`${name.replaceAll('_', ' ')} emoji`}>
      {sign}
    </span>
  );
}

interface DateOf {
  unix: number;
  format: string;
  href?: string | undefined;
  fallback: string;
}

export function SlackDate({ unix, format, href, fallback }: DateOf) {
  const text = formatted(unix, format);
  if (text === undefined) return fallback;
  const time = (
    <time dateTime={new Date(unix * 1_000).toISOString()} title={exactly(unix)}>
      {text}
    </time>
  );
  return href ? <SlackLink href={href}>{time}</SlackLink> : time;
}

/** Parts of a text have no identity but their place. */
const keyed = <Part,>(parts: Part[]): [string, Part][] => parts.map((part, at) => [`${at}`, part]);
