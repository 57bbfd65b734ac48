/** People who keep the bot busy: most call a run off, some start it and merge or discard what comes of it. */
import { setTimeout as pause } from 'node:timers/promises';
import { SlackClientError } from '../../../src/playground/server/client-error.js';
import type { Message } from '../../../src/playground/server/facts.js';
import type { World } from '../../journeys/world.js';

export type End = 'cancelled' | 'merged' | 'discarded';

const FIELDS =
  '--goal "Greet people" --scope "greeting.txt" --constraints none --done "`test -e greeting.txt` passes"';
const PATIENCE_MS = 60_000;
const MOST_TRIES = 5;

/** One run from the command to its end, `until` which it is left alone. Rejects where what has to come does not come. */
export async function oneRun(world: World, ticket: string, end: End, until?: Promise<void>): Promise<void> {
  const { ana, dev, slack } = world;
  const fields = end === 'cancelled' ? '' : ` ${FIELDS}`;
  const heard = listen(world, ticket);
  try {
    await again(() => ana.types(`/metawsm bootstrap ${ticket} --repos api${fields}`, { in: dev }));
    if (until) {
      await heard.until(() => heard.has('Cancel'));
      await until;
    }
    if (end === 'cancelled') return await press(heard, 'Cancel');
    await press(heard, 'Start run');
    await press(heard, end === 'discarded' ? 'Discard' : 'Merge & close');
    await heard.until(() => heard.card !== undefined && /\bclosed\b/.test(slack.visibleText(heard.card)));
  } finally {
    heard.end();
  }

  /** The bot makes a new connection after each hour; who meets the moment between does it again. */
  async function again(gesture: () => Promise<unknown>): Promise<unknown> {
    for (let tries = 1; ; tries += 1)
      try {
        return await gesture();
      } catch (error) {
        const isUnheard = error instanceof SlackClientError && error.message.includes('no_connection');
        if (!isUnheard || tries === MOST_TRIES) throw error;
        await slack.connected(1, PATIENCE_MS);
        await pause(100);
      }
  }

  async function press(the: Heard, label: string): Promise<void> {
    await the.until(() => the.has(label));
    await again(() => ana.presses(label, { on: slack.snapshot(the.with(label)!) }));
    await the.until(() => !the.has(label));
  }
}

/** What the bot says of one ticket, kept up to date without reading the whole channel again. */
interface Heard {
  card: Message | undefined;
  has(label: string): boolean;
  with(label: string): Message | undefined;
  until(holds: () => boolean): Promise<void>;
  end(): void;
}

function listen({ slack }: World, ticket: string): Heard {
  const mine = new Map<string, Message>();
  let wake: () => void = () => undefined;
  const end = slack.store.subscribe((change) => {
    if (change.type !== 'message' && change.type !== 'message_changed') return;
    const { message } = change;
    if (message.user !== slack.bot.userId) return;
    const isMine =
      mine.has(message.ts) ||
      mine.has(message.thread_ts ?? '') ||
      new RegExp(`\\b${ticket}\\b`).test(slack.visibleText(message));
    if (!isMine) return;
    mine.set(message.ts, message);
    if (!heard.card || heard.card.ts === message.ts) heard.card = message;
    wake();
  });
  const labelled = (label: string) =>
    [...mine.values()].findLast((one) => slack.buttons(one).some((button) => button.label === label));
  const heard: Heard = {
    card: undefined,
    has: (label) => labelled(label) !== undefined,
    with: labelled,
    end,
    async until(holds) {
      const by = Date.now() + PATIENCE_MS;
      while (!holds()) {
        if (Date.now() > by)
          throw new Error(
            `${ticket}: nothing more came: ${[...mine.values()].map((one) => slack.visibleText(one)).join(' | ')}`,
          );
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 1_000);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
  return heard;
}
