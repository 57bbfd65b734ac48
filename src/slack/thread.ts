/** What was said in a thread: the root and the newest replies, with the names of their authors. */
import type { WebClient } from '@slack/web-api';
import type { MessagePlace } from '../run/decision.js';
import { clean } from './escape.js';
import { isFromPerson, type SlackMessage } from './receipt.js';
import { mentionedIn, type NameOf, typedText } from './text.js';

/** One message as its readers see it. */
export interface Said {
  ts: string;
  /** Slack user id; empty where a program spoke. */
  user: string;
  author: string;
  /** As it was typed. */
  text: string;
  /** The same with the addresses behind the words that lead to them. */
  linked: string;
}

export interface ThreadOptions {
  reads: Pick<WebClient, 'conversations' | 'users'>;
  /** Names that are known without asking. */
  names: (users: readonly string[]) => Promise<NameOf>;
  /** The bot's own user id. */
  bot: string;
}

export type ReadThread = (root: MessagePlace, signal: AbortSignal) => Promise<Said[]>;

const MOST_MESSAGES = 50;
const MOST_CHARACTERS = 20_000;
const PAGE = 200;
const MOST_PAGES = 20;
/** Strangers whose names are asked for. */
const MOST_NAMES = 10;

/** Oldest first, without what the bot said. Throws what the client throws, or the signal's reason. */
export function threadReader({ reads, names, bot }: ThreadOptions): ReadThread {
  return async (root, signal) => {
    const messages = (await newest(reads, root, signal)).filter(({ user }) => user !== bot);
    const users = messages.flatMap(({ user, text = '' }) => [
      ...(typeof user === 'string' ? [user] : []),
      ...mentionedIn(text.slice(0, MOST_CHARACTERS)),
    ]);
    const nameOf = await named([...new Set(users)], { reads, names }, signal);
    return within(messages.map((message) => saidIn(message, nameOf)));
  };
}

async function newest(
  reads: ThreadOptions['reads'],
  root: MessagePlace,
  signal: AbortSignal,
): Promise<SlackMessage[]> {
  let found: SlackMessage[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await reads.conversations.replies({
      channel: root.channel,
      ts: root.ts,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    });
    signal.throwIfAborted();
    // the root stands on every page
    const news = ((page.messages ?? []) as SlackMessage[]).filter(({ ts }) => pages === 0 || ts !== root.ts);
    found = trimmed([...found, ...news]);
    cursor = page.response_metadata?.next_cursor || undefined;
    if (!cursor) break;
  }
  return found;
}

const trimmed = (messages: SlackMessage[]): SlackMessage[] =>
  messages.length <= MOST_MESSAGES ? messages : [messages[0]!, ...messages.slice(1 - MOST_MESSAGES)];

/** Facts of people who do not use the bot are not stored for this. */
async function named(
  users: readonly string[],
  { reads, names }: Pick<ThreadOptions, 'reads' | 'names'>,
  signal: AbortSignal,
): Promise<NameOf> {
  const known = await names(users);
  const strangers = users.filter((user) => known(user) === undefined).slice(0, MOST_NAMES);
  const told = await Promise.all(
    strangers.map(async (user) => {
      const { profile, name } =
        (await reads.users.info({ user }).catch(() => ({ user: undefined }))).user ?? {};
      return [user, profile?.display_name || profile?.real_name || name] as const;
    }),
  );
  signal.throwIfAborted();
  const asked = new Map(told);
  return (user) => known(user) ?? asked.get(user);
}

function saidIn(message: SlackMessage, nameOf: NameOf): Said {
  const user = isFromPerson(message) && typeof message.user === 'string' ? message.user : '';
  const author = typeof message.user === 'string' ? (nameOf(message.user) ?? message.user) : 'a program';
  const raw = (message.text ?? '').slice(0, MOST_CHARACTERS);
  const typed = (text: string) => clean(typedText(text, nameOf)).trim();
  return { ts: message.ts ?? '', user, author, text: typed(raw), linked: typed(withAddresses(raw)) };
}

/** Slack makes links of file names, too; those say their address already. */
const withAddresses = (text: string): string =>
  text.replace(
    /<(https?:\/\/([^|<>\n]+))\|([^<>\n]+)>/gu,
    (_, address: string, bare: string, label: string) =>
      label === bare || label === address ? label : `${label} (${address})`,
  );

/** The root, then as many of the newest as there is room for. */
function within([root, ...replies]: Said[]): Said[] {
  if (!root) return [];
  let room = MOST_CHARACTERS - root.linked.length;
  const kept: Said[] = [];
  for (const reply of replies.reverse()) {
    room -= reply.linked.length + reply.author.length;
    if (room < 0) break;
    kept.unshift(reply);
  }
  return [root, ...kept];
}
