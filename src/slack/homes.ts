/**
 * The App Homes that are open: each is published again when something moves, at most every few seconds, and only when
 * it looks different. In memory: after a restart a home is fresh again as soon as it is opened or pressed.
 */
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Pages } from '../engine/look.js';
import type { Log } from '../logging.js';
import { digest } from '../run/digest.js';
import type { Mrkdwn } from './escape.js';
import { homeOf, type SightOptions } from './home-sight.js';
import { outgoingHome, type Redact } from './outgoing.js';
import { Pace } from './pace.js';
import { Publishing } from './publishing.js';
import { sleep } from './sleep.js';
import type { HomeContents, HomeNote } from './views/home.js';
import { FIRST_PAGES } from './views/home-state.js';

/** What `app` gives for the homes. */
export interface CreateHomes extends Pick<HomesOptions, 'redact' | 'log' | 'intervalMs'> {
  /** Its own, so that homes hold up nothing else. */
  client: WebClient;
  sight: SightOptions;
}

/** Refreshes in a minute, for all people together; Slack takes about a hundred. */
const PACE = { everyMs: 700, burst: 30, patienceMs: Number.POSITIVE_INFINITY };

/** All here are pauses: a clock that is set back must not make an hour of them. */
const steady = () => performance.now();

export function createHomes({ sight, client, ...options }: CreateHomes): Homes {
  const pace = new Pace({ ...PACE, now: steady });
  const contentsOf: HomesOptions['contentsOf'] = (person, pages) => homeOf(person, pages, sight);
  const publishing = new Publishing(client, options.log);
  return new Homes({ ...options, contentsOf, pace, publishing });
}

export interface HomesOptions {
  publishing: Publishing;
  contentsOf: (person: string, pages: Pages) => Promise<HomeContents>;
  redact: Redact;
  pace: Pace;
  log: Pick<Log, 'warn'>;
  now?: () => number;
  /** Least time between two pictures of one home. Default 3,000. */
  intervalMs?: number;
  /** How often open homes are looked at without a cause: disk and health move by themselves. Default 60,000. */
  beatMs?: number;
}

interface OpenHome {
  person: string;
  pages: Pages;
  note?: HomeNote & { until: number };
  /** When the person last opened or pressed something. */
  seenAt: number;
  publishedAt: number;
  /** Of what Slack has. */
  digest?: string;
  alarm?: NodeJS.Timeout;
  work?: Promise<void>;
  /** Ends its waiting for its turn. */
  hurry?: () => void;
  /** It moved while it was being published; `now`: by the person's own gesture. */
  again?: 'soon' | 'now';
}

/** Slack does not tell when a home is left for another app's. */
const FORGOTTEN_AFTER_MS = 3_600_000;
const MOST_OPEN = 50;
/** In place of an instant: before every other one. */
const NEVER = Number.NEGATIVE_INFINITY;
const LEFT = NEVER;
/** So long a request to Slack is waited for at the end. */
const LAST_MS = 1_000;
/** So long a note stands unless the person does something first. */
const NOTE_MS = 5 * 60_000;

export class Homes {
  private readonly open = new Map<string, OpenHome>();
  private readonly beat: NodeJS.Timeout;
  private readonly ended = new AbortController();

  constructor(private readonly options: HomesOptions) {
    this.beat = setInterval(() => this.moved(), options.beatMs ?? 60_000);
    this.beat.unref();
  }

  /** The person looks at their home: its first pages. `isShown`: Slack has a picture of it. */
  opened(person: string, isShown = false): void {
    const home = this.seen(person);
    home.pages = FIRST_PAGES;
    delete home.note;
    if (!isShown) delete home.digest;
    this.schedule(home, 'now');
  }

  /** The person does something in their home, which shows these pages; `refresh` is to follow. */
  touched(person: string, pages: Pages): void {
    const home = this.seen(person);
    home.pages = pages;
    delete home.note;
  }

  /** At once, where the person has their home open. */
  refresh(person: string): void {
    const home = this.open.get(person);
    if (home) this.schedule(home, 'now');
  }

  /** Says something at the top of the person's home, until they do something there. */
  note(person: string, words: Mrkdwn, below: readonly KnownBlock[] = []): void {
    const home = this.seen(person);
    home.note = { words, below, until: this.now() + NOTE_MS };
    this.schedule(home, 'now');
  }

  /** The person looks at something else. */
  left(person: string): void {
    const home = this.open.get(person);
    if (!home) return;
    clearTimeout(home.alarm);
    home.seenAt = LEFT;
    home.hurry?.();
    // What is being published is waited for, so that it comes before whatever is published later.
    if (!home.work) this.open.delete(person);
  }

  /** Something moved that homes may show. */
  moved(): void {
    const before = this.now() - FORGOTTEN_AFTER_MS;
    for (const home of [...this.open.values()])
      if (home.seenAt < before) this.left(home.person);
      else this.schedule(home, 'soon');
  }

  /** Publishes nothing more and waits a little for what is under way. */
  async stop(): Promise<void> {
    clearInterval(this.beat);
    const enough = new AbortController();
    const patience = sleep(LAST_MS, enough.signal).catch(() => undefined);
    const homes = [...this.open.values()];
    // What was said to somebody there is no picture that the next one replaces.
    const noting = homes.filter(({ note }) => note);
    await Promise.race([Promise.all(noting.map(({ work }) => work)), patience]);
    this.ended.abort();
    for (const { person } of homes) this.left(person);
    await Promise.race([Promise.all(homes.map(({ work }) => work)), patience]);
    enough.abort();
  }

  private seen(person: string): OpenHome {
    const home = this.open.get(person) ?? { person, pages: FIRST_PAGES, seenAt: LEFT, publishedAt: NEVER };
    home.seenAt = this.now();
    // Last in the order: those who did nothing for longest are forgotten first.
    this.open.delete(person);
    if (!this.ended.signal.aborted) this.open.set(person, home);
    const [oldest] = this.open.keys();
    if (this.open.size > MOST_OPEN && oldest !== undefined) this.left(oldest);
    return home;
  }

  private schedule(home: OpenHome, when: 'soon' | 'now', leastMs = 0): void {
    if (this.open.get(home.person) !== home || home.seenAt === LEFT) return;
    if (when === 'now' && home.hurry) {
      home.hurry();
      return;
    }
    if (home.work) {
      home.again = home.again === 'now' ? 'now' : when;
      return;
    }
    if (when === 'soon' && home.alarm) return;
    clearTimeout(home.alarm);
    delete home.alarm;
    const dueMs = home.publishedAt + (this.options.intervalMs ?? 3_000) - this.now();
    const waitMs = Math.max(leastMs, when === 'now' ? 0 : dueMs);
    if (waitMs <= 0) this.begin(home, when);
    else home.alarm = setTimeout(() => this.begin(home, when), waitMs);
  }

  private begin(home: OpenHome, when: 'soon' | 'now'): void {
    delete home.alarm;
    delete home.again;
    home.work = this.publish(home, when)
      .catch((error: unknown) => {
        if (!this.ended.signal.aborted)
          this.options.log.warn('an App Home could not be drawn', { person: home.person, err: error });
        return 0;
      })
      .then((leastMs) => {
        delete home.work;
        if (home.seenAt === LEFT) this.left(home.person);
        else if (leastMs > 0) this.schedule(home, 'soon', leastMs);
        else if (home.again) this.schedule(home, home.again);
      });
  }

  /** How long to wait before the next try; 0 where none is needed. */
  private async publish(home: OpenHome, when: 'soon' | 'now'): Promise<number> {
    const { contentsOf, redact, pace, publishing } = this.options;
    // Whoever pressed something waits for nobody.
    if (when === 'soon') await this.turn(home);
    if (home.seenAt === LEFT) return 0;
    const contents = await contentsOf(home.person, home.pages);
    if (home.note && home.note.until < this.now()) delete home.note;
    const view = outgoingHome(contents, redact, home.note);
    const picture = digest(view);
    if (picture === home.digest || this.ended.signal.aborted) return 0;
    // Until Slack has answered nobody knows which one it has.
    delete home.digest;
    const outcome = await publishing.send(home.person, view);
    home.publishedAt = this.now();
    if (outcome === 'homeless') this.left(home.person);
    else if (typeof outcome === 'object') {
      if (outcome.limited) pace.hold('homes', outcome.afterMs);
      return outcome.afterMs;
    }
    // A picture that was refused would be refused again.
    home.digest = picture;
    return 0;
  }

  /** Until its turn comes, its person does something, or leaves. */
  private async turn(home: OpenHome): Promise<void> {
    const hurry = new AbortController();
    home.hurry = () => hurry.abort();
    await this.options.pace.turn('homes', hurry.signal).catch((error: unknown) => {
      if (!hurry.signal.aborted) throw error;
    });
    delete home.hurry;
  }

  private now(): number {
    return (this.options.now ?? steady)();
  }
}
