/** What only one person sees: ephemeral messages, direct messages, forms. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../logging.js';
import type { Mrkdwn } from './escape.js';
import { outgoingForm, outgoingWords, type Redact } from './outgoing.js';
import { Owed, type Say } from './owed.js';
import { type Refusal, refusalOf } from './refusals.js';

export interface WhisperOptions {
  posts: WebClient;
  edits: WebClient;
  redact: Redact;
  log: Log;
}

/** The body of an ack or of a `response_url` that only the person concerned sees. */
export interface EphemeralAnswer {
  response_type: 'ephemeral';
  replace_original: false;
  text: string;
  blocks: KnownBlock[];
}

export class Whispers {
  private readonly owed: Owed;

  constructor(private readonly options: WhisperOptions) {
    this.owed = new Owed(options.log);
  }

  /** For an ack or `respond`. A plain string is ours: its formatting lives, mentions and links in it do not. */
  ephemeral(message: Mrkdwn | string): EphemeralAnswer {
    return {
      response_type: 'ephemeral',
      replace_original: false,
      ...outgoingWords(message, this.options.redact),
    };
  }

  /**
   * Shows `message` to `user` alone, by direct message where the channel does not allow it; later, where Slack does not
   * take it now. False: Slack refused.
   */
  async whisper(
    channel: string,
    user: string,
    message: Mrkdwn | string,
    thread?: string,
    below: KnownBlock[] = [],
  ): Promise<boolean> {
    const place = { channel, user, ...(thread === undefined ? {} : { thread_ts: thread }) };
    const show = () => this.options.edits.chat.postEphemeral({ ...place, ...this.worded(message, below) });
    return this.sayOrOwe(user, async () => {
      const refusal = await this.refused(show);
      if (!refusal || refusal.kind === 'wait') return refusal;
      this.options.log.warn('Slack refused a private answer', { code: refusal.code });
      return this.direct(user, message, below);
    });
  }

  /** A direct message of the bot; later, where Slack does not take it now. False: Slack refused. */
  async directMessage(user: string, message: Mrkdwn | string, below: KnownBlock[] = []): Promise<boolean> {
    return this.sayOrOwe(user, () => this.direct(user, message, below));
  }

  /** Gives up what could not be said yet. */
  stop(): Promise<void> {
    return this.owed.stop();
  }

  private async sayOrOwe(user: string, say: Say): Promise<boolean> {
    if (this.owed.has(user)) return this.owed.add(user, say, 0);
    const refusal = await say();
    if (refusal?.kind !== 'wait') return refusal === undefined;
    this.options.log.warn('a private answer has to wait for Slack', { code: refusal.code });
    return this.owed.add(user, say, refusal.afterMs);
  }

  private async direct(
    user: string,
    message: Mrkdwn | string,
    below: KnownBlock[],
  ): Promise<Refusal | undefined> {
    const { posts, edits, log } = this.options;
    const refusal = await this.refused(async () => {
      const opened = await edits.conversations.open({ users: user });
      await posts.chat.postMessage({
        channel: opened.channel?.id ?? user,
        unfurl_links: false,
        unfurl_media: false,
        ...this.worded(message, below),
      });
    });
    if (refusal) log.warn('Slack refused a direct message', { code: refusal.code });
    return refusal;
  }

  /** Opens a form. False: its trigger is too old or used, so the person has to press again. */
  async openForm(triggerId: string, form: ModalView): Promise<boolean> {
    const { posts, redact, log } = this.options;
    const refusal = await this.refused(() =>
      posts.views.open({ trigger_id: triggerId, view: outgoingForm(form, redact) }),
    );
    if (refusal) log.warn('Slack did not open a form', { code: refusal.code });
    return refusal === undefined;
  }

  /** The words, and blocks of ours such as buttons below them. */
  private worded(message: Mrkdwn | string, below: KnownBlock[]): { text: string; blocks: KnownBlock[] } {
    const { text, blocks } = outgoingWords(message, this.options.redact);
    return { text, blocks: [...blocks, ...below] };
  }

  /** Slack's objection when a call failed; a defect of ours is thrown. */
  private async refused(call: () => Promise<unknown>): Promise<Refusal | undefined> {
    try {
      await call();
      return undefined;
    } catch (error) {
      return refusalOf(error);
    }
  }
}
