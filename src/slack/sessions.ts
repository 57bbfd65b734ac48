/**
 * Slack's agent sessions: the thread of each run says whether the bot works, waits, or is done. A courtesy: where Slack
 * does not have it, everything else goes on.
 */
import type { WebClient } from '@slack/web-api';
import type { EffectCall } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { RunContext } from '../run/context.js';
import type { MessagePlace } from '../run/decision.js';
import { sessionOf } from '../run/session.js';
import type { Status } from '../run/status.js';
import { sessionTitle } from './messages/session.js';
import type { Redact } from './outgoing.js';
import { type Refusal, refusalOf } from './refusals.js';
import { laterOn, type Tries } from './tries.js';

export interface SessionsOptions {
  edits: WebClient;
  redact: Redact;
  tries: Tries;
  log: Log;
}

/** This Slack, or this app, has no sessions: no use in asking again before the next start. */
const WITHOUT = [
  'feature_disabled',
  'feature_not_enabled',
  'not_authorized',
  'unknown_method',
  'missing_scope',
  'not_allowed_token_type',
  'method_deprecated',
  'access_denied',
  'no_permission',
];

export class Sessions {
  private without = false;
  /** Codes that were logged. */
  private readonly told = new Set<string>();

  constructor(private readonly options: SessionsOptions) {}

  /** The effect `slack.session`: what the run's state says now. */
  async set(run: RunContext, call: EffectCall): Promise<undefined> {
    const card = call.outlook().get('card');
    if (card?.kind !== 'card') return undefined;
    const refusal = await this.say(run, card.status);
    if (refusal?.kind === 'wait') throw laterOn(refusal, call, this.options.tries, false);
    this.options.tries.forget(call.id);
    return undefined;
  }

  /** Says it once more, where Slack may show something else since a person pressed its Stop. Never throws. */
  async restore(run: RunContext, status: Status): Promise<void> {
    try {
      await this.say(run, status);
    } catch (error) {
      this.options.log.run(run.id).warn('the agent session could not be set again', { err: error });
    }
  }

  /** Slack's objection, which is in the log; undefined when it is done, or there are no sessions. */
  private async say(run: RunContext, status: Status): Promise<Refusal | undefined> {
    const { card } = run.messages;
    if (this.without || !card) return undefined;
    const first = await this.request(card, status, {
      title: this.options.redact(sessionTitle(run)),
      initiator_user_id: run.requester,
    });
    // Title and initiator matter at the beginning only; a session without them is better than none.
    const last =
      first?.kind === 'never' && !WITHOUT.includes(first.code) ? await this.request(card, status) : first;
    if (last && last.kind !== 'wait') this.note(last.code, run.id);
    return last;
  }

  private note(code: string, runId: string): void {
    const none = WITHOUT.includes(code);
    this.without ||= none;
    if (this.told.has(code)) return;
    this.told.add(code);
    const words = none ? 'Slack has no agent sessions for this app' : 'Slack refused an agent session';
    this.options.log.run(runId).warn(words, { code });
  }

  private async request(
    { channel, ts }: MessagePlace,
    status: Status,
    more: { title?: string; initiator_user_id?: string } = {},
  ): Promise<Refusal | undefined> {
    try {
      await this.options.edits.agents.sessions.setStatus({
        channel_id: channel,
        thread_ts: ts,
        status: sessionOf(status),
        ...more,
      });
      return undefined;
    } catch (error) {
      return refusalOf(error);
    }
  }
}
