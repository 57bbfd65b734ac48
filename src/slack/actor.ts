/**
 * Facts about people, user groups and channels: fetched from Slack, stored as rows. Authority is judged from the rows
 * alone, so nothing that Slack acknowledges waits for Slack.
 */
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { User } from '@slack/web-api/dist/types/response/UsersInfoResponse.js';
import type { ChannelFacts, UnitOfWork } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { Person } from '../run/policy.js';
import { codeOf, type Directory, type Onlooker } from './directory.js';
import type { Facts } from './gesture.js';
import type { NameOf } from './text.js';

export interface ActorsOptions {
  unit: UnitOfWork;
  directory: Directory;
  /** User groups named in `access` and `escalateTo`. */
  groups: readonly string[];
  /** Id of the bot's workspace, and the bot's own user id. */
  team: string;
  bot: string;
  now: () => string;
  log: Pick<Log, 'warn' | 'info' | 'error'>;
}

/** Slack did not answer, or refused to; what else goes wrong is no word of Slack's. */
class NotTold extends Error {
  override readonly name = 'NotTold';
}

export class Actors implements Facts {
  private readonly underWay = new Map<string, Promise<unknown>>();
  /** Of everybody with facts who was answered; each answer asks. */
  private readonly programs = new Map<string, boolean>();

  constructor(private readonly options: ActorsOptions) {}

  async ensure(user: string, channel?: string, hint?: string): Promise<boolean> {
    const { read } = this.options.unit;
    return this.told('facts of a person or channel', async () => {
      if (!(await read.person(user))) await this.fetchPerson(user);
      if (channel && !(await read.channel(channel))) await this.fetchChannel(channel, { user, hint });
    });
  }

  async looksOutside(channel: string): Promise<boolean> {
    const facts = await this.options.unit.read.channel(channel);
    return facts !== undefined && facts.kind === 'channel' && !facts.isMember;
  }

  async lookAgain(user: string, channel: string, hint?: string): Promise<boolean> {
    return this.told('facts of a channel', () => this.fetchChannel(channel, { user, hint }));
  }

  async knows(user: string): Promise<boolean> {
    return (await this.options.unit.read.person(user)) !== undefined;
  }

  async names(users: readonly string[]): Promise<NameOf> {
    const known = new Map<string, string>();
    for (const user of new Set(users)) {
      const person = await this.options.unit.read.person(user);
      if (person?.name) known.set(user, person.name);
    }
    return (user) => known.get(user);
  }

  /** Everything anew: groups, then everybody who is known. What Slack does not tell stays as it was. Never rejects. */
  async refresh(): Promise<void> {
    await this.askAnew().catch((error: unknown) =>
      this.options.log.error('facts of people could not be stored', { err: error }),
    );
  }

  private async askAnew(): Promise<void> {
    for (const group of this.options.groups)
      await this.told('members of a user group', () => this.fetchGroup(group));
    let isLimited = false;
    for (const user of await this.options.unit.read.knownPeople()) {
      await this.told('facts of a person', () =>
        this.fetchPerson(user).catch((error: unknown) => {
          isLimited = error instanceof NotTold && error.cause instanceof WebAPIRateLimitedError;
          throw error;
        }),
      );
      // The next refresh begins with those who were left out; people who act now must not find the limit used up.
      if (isLimited) return;
    }
  }

  /**
   * `user_change`: only people who are known matter; others are fetched when they act. News may come late, twice or out
   * of order, so they take rights at once, and what is given is asked for.
   */
  async userChanged(user: User | undefined): Promise<void> {
    const { id } = user ?? {};
    if (!user || !id || !(await this.options.unit.read.person(id))) return;
    const news = this.personOf(user);
    const take = async () => {
      if (!news.isFullMember) await this.put(news);
    };
    await take();
    await this.underWayOver(`person ${id}`);
    await take();
    await this.told('facts of a person', () => this.fetchPerson(id));
  }

  /** `subteam_members_changed`: whoever was removed is no member from now on, whether or not Slack tells the others. */
  async groupChanged(group: string | undefined, removed: readonly string[] = []): Promise<void> {
    if (!group || !this.options.groups.includes(group)) return;
    const take = async () => {
      if (removed.length > 0) await this.options.unit.write((tx) => tx.leaveGroup(group, removed));
    };
    await take();
    await this.underWayOver(`group ${group}`);
    await take();
    await this.told('members of a user group', () => this.fetchGroup(group));
  }

  /** `member_left_channel` of the bot, `channel_archive`: nothing can be posted there any more. */
  async channelLost(channel: string | undefined): Promise<void> {
    if (!channel) return;
    const facts = await this.options.unit.read.channel(channel);
    if (facts) await this.putChannel({ ...facts, isMember: false, fetchedAt: this.options.now() });
  }

  async isProgram(user: string): Promise<boolean> {
    if (user === this.options.bot) return true;
    const known = this.programs.get(user) ?? (await this.options.unit.read.person(user))?.isBot;
    if (known !== undefined) this.programs.set(user, known);
    return known === true;
  }

  isBot(user: string | undefined): boolean {
    return user === this.options.bot;
  }

  /** False when Slack could not tell; rejects when what it told could not be stored, so that it is tried again. */
  private async told(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof NotTold)) throw error;
      const { cause } = error;
      this.options.log.warn(`Slack did not tell the ${what}`, { reason: codeOf(cause) ?? String(cause) });
      return false;
    }
  }

  private ask<T>(answer: Promise<T>): Promise<T> {
    return answer.catch((cause: unknown) => {
      throw new NotTold('Slack did not tell', { cause });
    });
  }

  /** Groups first: a person who is stored without them would be refused. */
  private async fetchPerson(user: string): Promise<void> {
    await this.once(`person ${user}`, async () => {
      for (const group of this.options.groups)
        if (!(await this.options.unit.read.groupFetchedAt(group))) await this.fetchGroup(group);
      await this.put(this.personOf(await this.ask(this.options.directory.user(user))));
    });
  }

  private async fetchGroup(group: string): Promise<void> {
    await this.once(`group ${group}`, async () => {
      const at = this.options.now();
      const members = await this.ask(this.options.directory.members(group));
      await this.options.unit.write((tx) => tx.putGroup(group, members, at));
    });
  }

  private async fetchChannel(channel: string, onlooker: Onlooker): Promise<void> {
    await this.once(`channel ${channel}`, async () => {
      await this.putChannel({
        ...(await this.ask(this.options.directory.channel(channel, onlooker))),
        fetchedAt: this.options.now(),
      });
    });
  }

  private async put(person: Person): Promise<void> {
    await this.options.unit.write((tx) => tx.putPerson(person));
    this.programs.set(person.id, person.isBot);
  }

  private putChannel(facts: ChannelFacts): Promise<void> {
    return this.options.unit.write((tx) => tx.putChannel(facts));
  }

  /** The same question asked twice at the same time is asked once. */
  private async once(name: string, work: () => Promise<void>): Promise<void> {
    const running = this.underWay.get(name) ?? work().finally(() => this.underWay.delete(name));
    this.underWay.set(name, running);
    await running;
  }

  /** An answer that is on its way may be from before the news, so it counts neither as asked nor as newer. */
  private async underWayOver(name: string): Promise<void> {
    await this.underWay.get(name)?.catch(() => undefined);
  }

  /** A full member of this workspace: no guest, no bot, not deactivated, not of another organisation. */
  private personOf(user: User): Person {
    const { team } = this.options;
    const ours = user.team_id === team || (user.enterprise_user?.teams ?? []).includes(team);
    const outsider = user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.deleted;
    const isBot = Boolean(user.is_bot || user.is_workflow_bot) || user.id === 'USLACKBOT';
    return {
      id: user.id ?? '',
      name: user.profile?.display_name || user.real_name || user.name || '',
      isFullMember: ours && !outsider && !isBot,
      isBot,
      groups: [],
      fetchedAt: this.options.now(),
    };
  }
}
