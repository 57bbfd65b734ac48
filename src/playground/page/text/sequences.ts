/** What stands between `<` and `>` on the wire: mentions, links and dates; and the three entities. */

export type Sequence =
  | { is: 'link'; href: string; label: string | undefined }
  | { is: 'user' | 'channel' | 'group'; id: string; label: string | undefined }
  | { is: 'broadcast'; range: string }
  | { is: 'date'; unix: number; format: string; href: string | undefined; fallback: string };

/** Decodes `&lt; &gt; &amp;` once, and nothing else. */
export function decoded(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) => SIGNS[name] ?? '');
}
const SIGNS: Record<string, string> = { lt: '<', gt: '>', amp: '&' };

/** An address that may become a link; undefined for every other scheme. Decoded already. */
export function safeHref(address: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address)) return undefined;
  try {
    return new URL(address).href;
  } catch {
    return undefined;
  }
}

/** Reads the inside of `<…>`; undefined where Slack would show it as it stands. */
export function sequence(inner: string): Sequence | undefined {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : decoded(inner.slice(bar + 1));
  const mention = /^(@|#|!subteam\^)([A-Z][A-Z0-9]*)$/.exec(target);
  if (mention) return { is: MENTIONS[mention[1]!]!, id: mention[2]!, label };
  const range = /^!(here|channel|everyone)$/.exec(target)?.[1];
  if (range !== undefined) return { is: 'broadcast', range };
  const date = /^!date\^(\d{1,12})\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) {
    const [, unix, format, href] = date;
    const link = href === undefined ? undefined : safeHref(decoded(href));
    return { is: 'date', unix: Number(unix), format: decoded(format!), href: link, fallback: label ?? '' };
  }
  const href = safeHref(decoded(target));
  return href === undefined ? undefined : { is: 'link', href, label: label || undefined };
}

const MENTIONS: Record<string, 'user' | 'channel' | 'group'> = {
  '@': 'user',
  '#': 'channel',
  '!subteam^': 'group',
};

/** The text with links as their labels or addresses; for code, where nothing is alive. */
export function withoutSequences(text: string): string {
  return text.replace(/<([^<>\n]+)>/g, (whole, inner: string) => {
    const found = sequence(inner);
    if (found?.is === 'link') return inner.includes('|') ? inner.slice(inner.indexOf('|') + 1) : inner;
    return whole;
  });
}
