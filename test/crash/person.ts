/**
 * A person who works with the bot and knows of it only what Slack shows: answers each question once, presses a button
 * again when Slack said that it did not work, and looks again before that.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SlackClientError } from '../../src/playground/server/client-error.js';
import type { Message } from '../../src/playground/server/facts.js';
import { type Act, actFor, fieldsOf, isEdited, isSpoken, numberIn, scopeAnswer } from './answers.js';
import type { Random } from './random.js';
import type { CrashWorld } from './world.js';

/** What the person did and was told had worked. */
export interface Deed {
  ticket: string;
  what: Act['what'] | 'bootstrap' | 'edit';
  /** The words of an answer or a note. */
  text?: string;
  /** Said differently later: Slack may never tell these words. */
  edited?: boolean;
}

export interface Visitor {
  readonly deeds: Deed[];
  /** Presses that Slack said had failed. */
  readonly failed: () => number;
  /** Cards on screen, by ticket. */
  cards(): Map<string, Message>;
  /** Types the command, again under another ticket where Slack says that it failed and no card comes. */
  bootstrap(ticket: string): Promise<void>;
  /** Looks at every thread and acts until it is told to stop. */
  work(): Promise<void>;
  stop(): void;
}

/** So often a run is paused at most. */
const MOST_PAUSES = 2;

/** How often she waits until the bot is back, and how long. */
const PATIENT = 0.7;
const BACK_MS = 3_000;

/** `slowness`: how much longer everything takes than on a machine that has nothing else to do. */
export function visitor({ slack, ana, dev }: CrashWorld, random: Random, slowness: () => number): Visitor {
  const deeds: Deed[] = [];
  const handled = new Set<string>();
  /** `Pause` buttons about which the person has made up her mind. */
  const weighed = new Set<string>();
  const pauses = new Map<string, number>();
  /** Her replies about the scope that are to be edited. */
  const toEdit = new Map<string, { reply: Message; deed: Deed }>();
  let failures = 0;
  let stopped = false;

  const cards = () => {
    const roots = slack
      .messages(dev, { from: 'bot' })
      .filter((one) => !one.thread_ts || one.thread_ts === one.ts);
    return new Map(roots.flatMap((one) => entryOf(slack.visibleText(one), one)));
  };

  /** Whoever always pressed while the bot is down would never get to a merge. */
  async function waitForTheBot(): Promise<void> {
    if (random.chance(PATIENT)) await slack.connected(1, BACK_MS).catch(() => undefined);
  }

  /** True where Slack said that it worked. */
  async function succeeds(gesture: () => Promise<unknown>): Promise<boolean> {
    try {
      await gesture();
      return true;
    } catch (error) {
      if (!(error instanceof SlackClientError)) throw error;
      failures += 1;
      await pause(random.between(100, 400));
      return false;
    }
  }

  async function cardComes(ticket: string, withinMs: number): Promise<void> {
    const until = Date.now() + withinMs;
    while (!stopped && Date.now() < until && !cards().has(ticket)) await pause(50);
  }

  /** She thinks better of it at any moment, even before the bot has heard what she said first. */
  async function thinkAgain(ticket: string): Promise<void> {
    const said = toEdit.get(ticket);
    if (!said || !random.chance(0.2)) return;
    const text = scopeAnswer(ticket, true);
    await ana.edits(said.reply, text);
    toEdit.delete(ticket);
    said.deed.edited = true;
    deeds.push({ ticket, what: 'edit', text });
  }

  async function actOn(ticket: string, card: Message, message: Message): Promise<void> {
    const act = whim(ticket, message) ?? actFor(ticket, slack.visibleText(message), labelsOf(message));
    if (!act) return;
    const { what, text, press, fill } = act;
    // A button that came back, after a refused merge, is another one.
    const key =
      what === 'tell'
        ? `tell ${ticket}`
        : `${message.ts} ${press === undefined ? '' : carriedBy(message, press)}`;
    if (handled.has(key)) return;
    await pause(random.between(0, 200));
    await waitForTheBot();
    if (press !== undefined && !labelsOf(message).includes(press)) return;
    let reply: Message | undefined;
    const worked = await succeeds(async () => {
      if (press === undefined) reply = await ana.says(text ?? '', { in: dev, thread: card });
      else await ana.presses(press, { on: slack.snapshot(message) });
      if (fill) await fillIn(fill);
    });
    if (!worked) return;
    handled.add(key);
    const deed: Deed = { ticket, what, ...(text === undefined ? {} : { text }) };
    deeds.push(deed);
    if (reply && text === scopeAnswer(ticket) && isEdited(ticket)) toEdit.set(ticket, { reply, deed });
  }

  /** The bot may die before it has opened the form, and while it takes it. */
  async function fillIn(values: Record<string, string>): Promise<void> {
    const view = await ana.view(/How loud/, 5_000 * slowness()).catch(() => undefined);
    if (!view) throw new SlackClientError('operation_timeout', 'No form has opened.');
    await ana.fills(view, values);
    try {
      await ana.submits(view);
    } catch (error) {
      await ana.closes(view);
      throw error;
    }
  }

  /** What the person does about a run without being asked: pauses it, lets it go on, tells the agent something. */
  function whim(ticket: string, message: Message): Act | undefined {
    const labels = labelsOf(message);
    if (labels.includes('Resume')) return { what: 'resume', press: 'Resume' };
    const asked =
      labels.includes('Write an answer…') && slack.visibleText(message).includes('Which greeting');
    if (asked && numberIn(ticket) % 2 === 0 && !handled.has(`tell ${ticket}`))
      return { what: 'tell', text: `@metawsm tell Mind the commas of ${ticket}` };
    if (!labels.includes('Pause')) return undefined;
    const button = `${message.ts} ${carriedBy(message, 'Pause')}`;
    if (weighed.has(button) || (pauses.get(ticket) ?? 0) >= MOST_PAUSES) return undefined;
    weighed.add(button);
    if (!random.chance(0.5)) return undefined;
    pauses.set(ticket, (pauses.get(ticket) ?? 0) + 1);
    return { what: 'pause', press: 'Pause' };
  }

  const labelsOf = (message: Message) => slack.buttons(message).map((button) => button.label);
  const carriedBy = (message: Message, press: string) =>
    slack.buttons(message).find(({ label }) => label === press)?.value;

  return {
    deeds,
    failed: () => failures,
    cards,
    async bootstrap(ticket) {
      for (let again = 0; !stopped; again += 1) {
        const name = again === 0 ? ticket : `${ticket}.${again}`;
        const more = isSpoken(name) ? ` --agent speaker ${fieldsOf(name)}` : '';
        const line = `/metawsm bootstrap ${name} --repos api,web --goal "Greet people of ${name} by name"${more}`;
        await waitForTheBot();
        if (await succeeds(() => ana.types(line, { in: dev }))) {
          deeds.push({ ticket: name, what: 'bootstrap' });
          return cardComes(name, Number.POSITIVE_INFINITY);
        }
        // It may have arrived all the same.
        await cardComes(name, 3_000 * slowness());
        if (cards().has(name)) return;
      }
    },
    async work() {
      while (!stopped) {
        for (const [ticket, card] of cards()) {
          await thinkAgain(ticket);
          for (const message of slack.thread(card)) if (!stopped) await actOn(ticket, card, message);
        }
        await pause(40);
      }
    },
    stop() {
      stopped = true;
    },
  };
}

function entryOf(text: string, message: Message): [string, Message][] {
  const ticket = /\bCRASH-\d+(?:\.\d+)?/.exec(text)?.[0];
  return ticket === undefined ? [] : [[ticket, message]];
}
