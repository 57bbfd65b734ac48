/** Between what people type or read and what Slack sends: entities, mentions, links. */
import type { Block } from './facts.js';
import type { Json } from './json.js';
import type { Store } from './store.js';

export function encoded(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

// The client links bare names under well-known top-level domains, so a typed README.md arrives as a link.
const BARE_HOST =
  /(?<![\w@./<|-])((?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|md|app|ai|co|sh))(\/[^\s<>`]*)?(?![\w./@-])/gi;
const URL_WITH_SCHEME = /https?:\/\/[^\s<>`|]+/g;
const NAME = /(^|[^\w<@#&])([@#])([\w.-]*[\w-])/g;
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;

/** Typed text as Slack delivers it: escaped, with `<@U…>`, `<#C…|name>`, `<!subteam^S…>` and links; code keeps only entities. */
export function typed(store: Store, text: string): string {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? encoded(part) : typedProse(store, part)))
    .join('');
}

function typedProse(store: Store, text: string): string {
  const links: string[] = [];
  const keep = (link: string): string => `\u0000${links.push(link) - 1}\u0000`;
  const linked = text
    .replace(URL_WITH_SCHEME, (url) => keep(`<${encoded(url)}>`))
    .replace(NAME, (whole, before: string, sign: string, name: string) => {
      const mention = sign === '@' ? mentionOf(store, name) : channelLink(store, name);
      return mention === undefined ? whole : before + keep(mention);
    })
    .replace(BARE_HOST, (host) => keep(`<http://${host}|${host}>`));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark cannot be typed
  return encoded(linked).replace(/\u0000(\d+)\u0000/g, (_, index: string) => links[Number(index)] ?? '');
}

function mentionOf(store: Store, name: string): string | undefined {
  if (['here', 'channel', 'everyone'].includes(name)) return `<!${name}>`;
  for (const user of store.users.values()) if (user.name === name) return `<@${user.id}>`;
  for (const group of store.groups.values()) if (group.handle === name) return `<!subteam^${group.id}>`;
  return undefined;
}

function channelLink(store: Store, name: string): string | undefined {
  for (const channel of store.channels.values()) {
    if (channel.name === name && channel.kind === 'public') return `<#${channel.id}|${channel.name}>`;
    if (channel.name === name && channel.kind === 'private') return `<#${channel.id}|>`;
  }
  return undefined;
}

/** Slack's text as a person reads it. */
export function readable(store: Store, text: string): string {
  const shown = text.replace(/<([^<>]+)>/g, (_, inner: string) => readableLink(store, inner));
  return decoded(shown);
}

function readableLink(store: Store, inner: string): string {
  const [target = '', label] = inner.split('|', 2);
  if (target.startsWith('@')) return `@${store.users.get(target.slice(1))?.name ?? label ?? target.slice(1)}`;
  if (target.startsWith('#'))
    return `#${store.channels.get(target.slice(1))?.name ?? label ?? target.slice(1)}`;
  if (target.startsWith('!subteam^'))
    return `@${store.groups.get(target.slice(9))?.handle ?? label ?? target}`;
  if (target.startsWith('!date^')) return label ?? target;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label || target;
}

const LIVE = /<(@[UW]\w+|!subteam\^S\w+|!here|!channel|!everyone)(?:\|[^<>]*)?>/g;

/** Ids and broadcasts that this text notifies. */
export function liveMentions(text: string): string[] {
  return [...text.matchAll(LIVE)].map(([, target = '']) => target.replace(/^(@|!subteam\^|!)/, ''));
}

const SEQUENCE = /<(?:[@#!]|https?:\/\/|mailto:|tel:)[^<>]*>/;

/** What an app sends as `text`, as Slack stores it: sequences are kept, bare `&`, `<`, `>` become entities. */
export function stored(text: string): string {
  return text
    .split(new RegExp(`(${SEQUENCE.source})`))
    .map((part, index) =>
      index % 2 === 1 ? part : encoded(part.replace(/&(amp|lt|gt);/g, '\u0001$1;')).replaceAll('\u0001', '&'),
    )
    .join('');
}

/** The rich_text block that Slack gives a person's message besides `text`. */
export function richTextOf(text: string): Block {
  const elements = text
    .split(/(<[^<>]+>)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^<[^<>]+>$/.test(part) ? linkElement(part.slice(1, -1)) : { type: 'text', text: decoded(part) },
    );
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function linkElement(inner: string): Json {
  const [target = '', label] = inner.split('|', 2);
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target.startsWith('!subteam^')) return { type: 'usergroup', usergroup_id: target.slice(9) };
  if (target.startsWith('!')) return { type: 'broadcast', range: target.slice(1) };
  return { type: 'link', url: decoded(target), ...(label && { text: label }) };
}
