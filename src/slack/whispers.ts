/** What only one person sees: ephemeral messages, direct messages, forms. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../logging.js';
import type { Mrkdwn } from './escape.js';
import { outgoingForm, outgoingWords, type Redact } from './outgoing.js';
import { refusalOf } from './refusals.js';

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
  constructor(private readonly options: WhisperOptions) {}

  /** For an ack or `respond`. A plain string is ours: its formatting lives, mentions and links in it do not. */
  ephemeral(message: Mrkdwn | string): EphemeralAnswer {
    return {
      response_type: 'ephemeral',
      replace_original: false,
      ...outgoingWords(message, this.options.redact),
    };
  }

  /** Shows `message` to `user` alone, by direct message where the channel does not allow it. False: Slack refused. */
  async whisper(
    channel: string,
    user: string,
    message: Mrkdwn | string,
    thread?: string,
    below: KnownBlock[] = [],
  ): Promise<boolean> {
    const place = { channel, user, ...(thread === undefined ? {} : { thread_ts: thread }) };
    const code = await this.refused(() =>
      this.options.edits.chat.postEphemeral({ ...place, ...this.worded(message, below) }),
    );
    if (code === undefined) return true;
    this.options.log.warn('Slack refused a private answer', { code });
    return this.directMessage(user, message, below);
  }

  /** A direct message of the bot. False: Slack refused, or could not be reached. */
  async directMessage(user: string, message: Mrkdwn | string, below: KnownBlock[] = []): Promise<boolean> {
    const { posts, edits, log } = this.options;
    const code = await this.refused(async () => {
      const opened = await edits.conversations.open({ users: user });
      await posts.chat.postMessage({
        channel: opened.channel?.id ?? user,
        unfurl_links: false,
        unfurl_media: false,
        ...this.worded(message, below),
      });
    });
    if (code !== undefined) log.warn('Slack refused a direct message', { code });
    return code === undefined;
  }

  /** Opens a form. False: its trigger is too old or used, so the person has to press again. */
  async openForm(triggerId: string, form: ModalView): Promise<boolean> {
    const { posts, redact, log } = this.options;
    const code = await this.refused(() =>
      posts.views.open({ trigger_id: triggerId, view: outgoingForm(form, redact) }),
    );
    if (code !== undefined) log.warn('Slack did not open a form', { code });
    return code === undefined;
  }

  /** The words, and blocks of ours such as buttons below them. */
  private worded(message: Mrkdwn | string, below: KnownBlock[]): { text: string; blocks: KnownBlock[] } {
    const { text, blocks } = outgoingWords(message, this.options.redact);
    return { text, blocks: [...blocks, ...below] };
  }

  /** Slack's code when a call failed; a defect of ours is thrown. */
  private async refused(call: () => Promise<unknown>): Promise<string | undefined> {
    try {
      await call();
      return undefined;
    } catch (error) {
      return refusalOf(error).code;
    }
  }
}
