/** What the messages in Slack say of the newest run: read as a person reads them, by titles and buttons. */
import { channelsSeen, messagesSeen } from '../scene/sight.js';
import type { Block, Channel, Message } from '../server/facts.js';
import { record, records, text } from '../server/json.js';
import type { Store } from '../server/store.js';
import { buttonsOf, type ShownButton, visibleText } from '../server/visible.js';

export interface RunSight {
  card: Message;
  channel: Channel;
  ticket: string;
  /** As in the card's title: `intake`, `running`, … */
  status: string;
  /** Of a closed run: `merged`, … */
  outcome?: string;
  requester: string;
  /** Messages of the thread with something to press, newest last. */
  open: { message: Message; buttons: ShownButton[]; words: string }[];
  /** The words of the whole card. */
  words: string;
  /** The words of what the agent has asked and got. */
  guidance: string;
}

const TITLE = /^(\S+) · ([a-z_]+)(?: \((\w+)\))?/u;

/** An agent's question after its answer. */
const ASKED = /\bThe agent \S+ asked for\b/u;

/** Every run that has a card where this person sees it, oldest first. */
export function runsIn(store: Store, userId: string): RunSight[] {
  const cards = channelsSeen(store, userId)
    .flatMap((channel) => messagesSeen(store, channel))
    .filter(
      (message) => isRoot(message) && message.user === store.bot.userId && TITLE.test(titleOf(message)),
    );
  return cards.sort((one, other) => (one.ts < other.ts ? -1 : 1)).flatMap((card) => sightOf(store, card));
}

function sightOf(store: Store, card: Message): RunSight[] {
  const channel = store.channels.get(card.channel);
  const [, ticket = '', status = '', outcome] = TITLE.exec(titleOf(card)) ?? [];
  if (channel === undefined) return [];
  const replies = store.threadOf(card.channel, card.ts).filter((one) => one !== card);
  const open = replies
    .map((message) => ({
      message,
      buttons: buttonsOf(store, message),
      words: visibleText(store, message),
    }))
    .filter(({ message, buttons }) => message.user === store.bot.userId && buttons.length > 0);
  const requester = /requester <@(\w+)>/u.exec(JSON.stringify(card.blocks))?.[1] ?? '';
  const words = visibleText(store, card);
  const guidance = replies
    .map((one) => visibleText(store, one))
    .filter((said) => ASKED.test(said))
    .join('\n');
  const over = outcome ? { outcome } : {};
  return [{ card, channel, ticket, status, ...over, requester, open, words, guidance }];
}

/** `hello` → commit, as the card names them after a merge. */
export function mergedIn({ words }: Pick<RunSight, 'words'>): { repo: string; commit: string }[] {
  const found = words.matchAll(/`?([\w.-]+)`? merged into `?\S+?`? at `?([0-9a-f]{7,40})\b/gu);
  return [...found].map(([, repo = '', commit = '']) => ({ repo, commit }));
}

/** The open message in the thread that has a button of this action. */
export const openWith = (run: RunSight, action: string): RunSight['open'][number] | undefined =>
  run.open.findLast(({ buttons }) => buttons.some((button) => button.action_id === action));

const isRoot = ({ thread_ts, ts, deleted }: Message): boolean =>
  !deleted && (thread_ts === undefined || thread_ts === ts);

function titleOf({ blocks = [] }: Message): string {
  const head: Block | undefined = blocks.find((block) => block.type === 'header');
  return text(record(head?.text).text) || text(records(blocks)[0]?.title);
}
