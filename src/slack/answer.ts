/**
 * How one person is answered, and only that person: with the acknowledgement while Slack still waits for it, else
 * through the `response_url`, else with a message that nobody else sees. Never throws: what was decided stands.
 */
import type { KnownBlock } from '@slack/types';
import type { Log } from '../logging.js';
import type { Mrkdwn } from './escape.js';

/** Thrown by the acknowledgement of a delivery that is handed over again: what it carried would reach nobody. */
export class NobodyWaits extends Error {}

export interface AnswerWays {
  /** Acknowledges; absent where nothing waits for it. Rejects when the connection is gone, or with `NobodyWaits`. */
  ack?: (reply?: object) => Promise<void>;
  /** True where Slack shows the reply of an acknowledgement: commands, not clicks. */
  ackSpeaks?: boolean;
  /** Lives for 30 minutes. */
  responseUrl?: string;
  /** Where the gesture happened. */
  channel: string;
  user: string;
  thread?: string;
  /** Where there is no channel, as in the App Home: shows it there. False: it could not. */
  show?: (words: Mrkdwn, below: KnownBlock[]) => Promise<boolean>;
}

export interface AnswerOptions {
  voice: PrivateVoice;
  log: Pick<Log, 'warn'>;
  /** Whether somebody is a program: two that answer each other would never end. */
  isProgram?: (user: string) => Promise<boolean>;
  /** Of one request to a `response_url`. Default 5,000. */
  timeoutMs?: number;
}

/** The part of the voice that speaks to one person. */
export interface PrivateVoice {
  /** The body of an acknowledgement or of a `response_url`. */
  ephemeral(words: Mrkdwn): { blocks?: KnownBlock[] };
  /** False when Slack refused. */
  whisper(
    channel: string,
    user: string,
    words: Mrkdwn,
    thread?: string,
    below?: KnownBlock[],
  ): Promise<boolean>;
}

export class Answer {
  private acked = false;
  private replaces = false;

  constructor(
    private ways: AnswerWays,
    private readonly options: AnswerOptions,
  ) {}

  /** For a gesture that came without a place: where to speak. */
  locate(channel: string, thread?: string): void {
    if (!this.ways.channel)
      this.ways = { ...this.ways, channel, ...(thread === undefined ? {} : { thread }) };
  }

  /** What is said takes the place of the message with the pressed button, which only this person sees. */
  replacing(): void {
    this.replaces = true;
  }

  /** Says something, with buttons below where Slack takes them; it may travel with the acknowledgement. */
  async say(words: Mrkdwn, below: KnownBlock[] = []): Promise<void> {
    if (await this.options.isProgram?.(this.ways.user)) return this.release();
    const payload = this.payload(words, below);
    if (this.ways.ackSpeaks && (await this.acknowledge(payload))) return;
    await this.release();
    if (await this.shown(words, below)) return;
    const ways = [() => this.respond(payload), () => this.whisper(words, below)];
    // A click's `response_url` answers beside the thread, so it comes second there.
    for (const way of this.ways.ackSpeaks || this.replaces ? ways : ways.reverse()) if (await way()) return;
    this.options.log.warn('an answer reached nobody', { user: this.ways.user });
  }

  /** A word while somebody waits; said only where it costs no message of its own. */
  async hold(words: Mrkdwn): Promise<void> {
    if (this.ways.ackSpeaks) await this.acknowledge(this.payload(words));
    else await this.release();
  }

  /** Acknowledges without words. */
  async release(): Promise<void> {
    await this.acknowledge();
  }

  /** Acknowledges with a `response_action`; false when nobody waits for it any more. */
  async react(reply: object): Promise<boolean> {
    return this.acknowledge(reply);
  }

  private async acknowledge(reply?: object): Promise<boolean> {
    const { ack } = this.ways;
    if (this.acked || !ack) return false;
    this.acked = true;
    return this.tried('ack', () => ack(reply));
  }

  private payload(words: Mrkdwn, below: KnownBlock[] = []): object {
    const said = this.options.voice.ephemeral(words);
    return { ...said, blocks: [...(said.blocks ?? []), ...below], replace_original: this.replaces };
  }

  private async respond(payload: object): Promise<boolean> {
    const { responseUrl } = this.ways;
    if (!responseUrl) return false;
    return this.tried('response_url', async () => {
      const response = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(payload),
        redirect: 'error',
        signal: AbortSignal.timeout(this.options.timeoutMs ?? 5_000),
      }).catch((error: unknown) => {
        throw new Error(`the request failed: ${causeOf(error)}`);
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`Slack answered ${response.status}`);
    });
  }

  private async shown(words: Mrkdwn, below: KnownBlock[]): Promise<boolean> {
    const { show } = this.ways;
    if (!show) return false;
    return this.tried('show', async () => {
      if (!(await show(words, below))) throw new Error('it could not be shown');
    });
  }

  private async whisper(words: Mrkdwn, below: KnownBlock[]): Promise<boolean> {
    const { channel, user, thread } = this.ways;
    if (!channel) return false;
    return this.tried('whisper', async () => {
      if (!(await this.options.voice.whisper(channel, user, words, thread, below)))
        throw new Error('Slack refused');
    });
  }

  private async tried(way: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof NobodyWaits))
        this.options.log.warn('an answer did not get through', { way, reason: String(error) });
      return false;
    }
  }
}

/** Without the message, which repeats the address; whoever has that may speak for the bot. */
const causeOf = (error: unknown): string => {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return cause?.code ?? name ?? 'unknown';
};
