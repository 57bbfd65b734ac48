/** What a person sees: private messages, forms, the App Home. */
import type { Channel, Ephemeral, UserRecord, View } from './facts.js';
import { viewText } from './transcript.js';
import { searchableText, visibleText } from './visible.js';
import { waitFor } from './waiting.js';
import type { World } from './world.js';

export type Match = string | RegExp;
/** A channel, its name or its id. */
export type Where = Channel | string;

export function matches(words: string, match: Match | undefined): boolean {
  if (match === undefined) return true;
  return typeof match === 'string'
    ? words.includes(match)
    : new RegExp(match.source, match.flags.replace('g', '')).test(words);
}

export class Onlooker {
  readonly id: string;
  readonly name: string;
  protected readonly world: World;
  protected readonly user: UserRecord;
  protected readonly find: (where: Where) => Channel;

  constructor(world: World, user: UserRecord, find: (where: Where) => Channel) {
    this.world = world;
    this.user = user;
    this.find = find;
    this.id = user.id;
    this.name = user.name;
  }

  /** `<@U…>` */
  get mention(): string {
    return `<@${this.id}>`;
  }

  /** The direct channel with the bot. */
  dm(): Channel {
    return this.world.store.directChannel(this.id);
  }

  /** What only this person sees, oldest first. */
  ephemerals({ in: where }: { in?: Where } = {}): Ephemeral[] {
    const channel = where === undefined ? undefined : this.find(where).id;
    return this.world.store.ephemerals.filter(
      (one) => one.to === this.id && !one.deleted && (channel === undefined || one.channel === channel),
    );
  }

  /** Waits for the newest private message that matches. */
  async ephemeral(match: Match, options: { in?: Where; timeoutMs?: number } = {}): Promise<Ephemeral> {
    const { store } = this.world;
    const look = (): Ephemeral | undefined =>
      this.ephemerals(options).findLast((one) => matches(searchableText(store, one), match));
    return await waitFor(
      store,
      look,
      `a private message to ${this.name} matching ${match}`,
      options.timeoutMs,
    );
  }

  /** The topmost open form, or undefined. */
  openView(): View | undefined {
    return this.world.store.openViews(this.id).at(-1);
  }

  /** Waits until the topmost form matches. */
  async view(match?: Match, timeoutMs?: number): Promise<View> {
    const { store } = this.world;
    const look = (): View | undefined => {
      const view = this.openView();
      return view && matches(visibleText(store, view), match) ? view : undefined;
    };
    return await waitFor(store, look, `a form of ${this.name} matching ${match ?? 'anything'}`, timeoutMs);
  }

  /** Waits until the App Home matches. */
  async home(match?: Match, timeoutMs?: number): Promise<View> {
    const { store } = this.world;
    const look = (): View | undefined => {
      const view = store.home(this.id);
      return view && matches(visibleText(store, view), match) ? view : undefined;
    };
    const picture = (): string => {
      const view = store.home(this.id);
      return view ? viewText(store, view) : '(no App Home was published)';
    };
    return await waitFor(
      store,
      look,
      `the App Home of ${this.name} matching ${match ?? 'anything'}`,
      timeoutMs,
      picture,
    );
  }
}
