/** The effect `slack.post`: a message appears once, or Slack's refusal is told. */
import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import { type EffectCall, Later } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { RunContext } from '../run/context.js';
import type { SlackEvent } from '../run/events.js';
import type { View } from '../run/views.js';
import type { Mrkdwn } from './escape.js';
import { EVENT_TYPE, type Found, lookUp } from './look-up.js';
import { linkElsewhere } from './messages/link.js';
import { movedHere, notTakenThere } from './messages/private.js';
import type { Pace } from './pace.js';
import type { Plainer } from './plainer.js';
import { type Refusal, refusalOf } from './refusals.js';
import type { Settling } from './settling.js';
import type { ShownMessages } from './shown.js';
import { laterOn, type Tries } from './tries.js';
import type { Drawing } from './views/layout.js';

export interface PostingOptions {
  posts: WebClient;
  reads: WebClient;
  digestOf: (view: View) => string;
  settling: Settling;
  plainer: Plainer;
  pace: Pace;
  shown: ShownMessages;
  tries: Tries;
  log: Log;
  now: () => number;
}

/** Where a message goes. */
interface Place {
  channel: string;
  thread?: string;
  broadcast?: boolean;
}

type Sent = { channel: string; ts: string } | { refusal: Exclude<Refusal, { kind: 'wait' }> };

export class Posting {
  constructor(private readonly options: PostingOptions) {}

  /** Posts a message of a run, or adopts the one that an earlier try made. */
  async post(view: View, run: RunContext, call: EffectCall): Promise<SlackEvent> {
    const earlier = call.inDoubt ? await this.earlier(view, run, call) : undefined;
    if (earlier) return this.posted(view, earlier, call);
    const drawn = this.options.digestOf(view);
    const sent = await this.send(view, run, call, drawn);
    if ('ts' in sent) return this.posted(view, { ...sent, drawn }, call);
    const { kind, code } = sent.refusal;
    this.options.log.run(run.id).error('Slack refused a message for good', { ref: view.ref, code });
    this.forget(call);
    const at = new Date(this.options.now()).toISOString();
    return { type: 'post_refused', ref: view.ref, at, code: kind === 'channel' ? 'channel_lost' : code };
  }

  /** The requester's direct channel with the bot; undefined when Slack does not open it. Throws `Later`. */
  async direct(user: string, call: Pick<EffectCall, 'id' | 'inDoubt'>): Promise<string | undefined> {
    try {
      const opened = await this.options.reads.conversations.open({ users: user });
      return opened.channel?.id;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind === 'wait') throw laterOn(refusal, call, this.options.tries, call.inDoubt);
      this.options.log.warn('Slack did not open a direct message', { code: refusal.code });
      return undefined;
    }
  }

  private posted(view: View, { channel, ts, drawn }: Found, call: EffectCall): SlackEvent {
    this.options.shown.remember({ channel, ts }, view, drawn, false);
    this.forget(call);
    return { type: 'posted', ref: view.ref, channel, ts, drawn };
  }

  private forget(call: EffectCall): void {
    this.options.settling.forget(call.id);
    this.options.tries.forget(call.id);
  }

  /** What an earlier try has posted. Looks only when no request of ours can still land. */
  private async earlier(view: View, run: RunContext, call: EffectCall): Promise<Found | undefined> {
    this.options.settling.expectSettled(call);
    const target = placeOf(view, run);
    const found = await this.lookIn(target, call);
    if (found || !target.thread || view.kind === 'link') return found ?? this.lookInDirect(run, target, call);
    return (await this.lookIn({ channel: run.channel }, call)) ?? this.lookInDirect(run, target, call);
  }

  private async lookInDirect(run: RunContext, target: Place, call: EffectCall): Promise<Found | undefined> {
    const channel = await this.direct(run.requester, { id: call.id, inDoubt: true });
    return channel === undefined || channel === target.channel ? undefined : this.lookIn({ channel }, call);
  }

  private async lookIn(place: Place, call: EffectCall): Promise<Found | undefined> {
    const { channel, thread } = place;
    const wanted = { outboxId: call.id, channel, since: call.startedAt, ...(thread ? { thread } : {}) };
    try {
      return await lookUp(this.options.reads, wanted);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind === 'wait') throw laterOn(refusal, call, this.options.tries, true);
      this.options.log.warn('Slack does not let me look for a message', { channel, code: refusal.code });
      return undefined;
    }
  }

  /**
   * To the thread; where its root is gone to the channel; where Slack takes it nowhere there to the requester. The link to the
   * card goes to the thread of the message that the run was started from, else to the requester.
   */
  private async send(view: View, run: RunContext, call: EffectCall, drawn: string): Promise<Sent> {
    const target = placeOf(view, run);
    let sent = await this.sendTo(target, view, call, drawn);
    const isLink = view.kind === 'link';
    if ('refusal' in sent && sent.refusal.kind === 'gone' && target.thread && !isLink)
      sent = await this.sendTo({ channel: run.channel }, view, call, drawn);
    if (!('refusal' in sent)) return sent;
    const direct = await this.direct(run.requester, { id: call.id, inDoubt: false });
    if (direct === undefined || direct === target.channel) return sent;
    const above = isLink
      ? linkElsewhere(view)
      : sent.refusal.kind === 'channel'
        ? movedHere()
        : notTakenThere(sent.refusal.code);
    const moved = await this.sendTo({ channel: direct }, view, call, drawn, above);
    return 'ts' in moved ? moved : sent;
  }

  private async sendTo(
    place: Place,
    view: View,
    call: EffectCall,
    drawn: string,
    above?: Mrkdwn,
  ): Promise<Sent> {
    const common = {
      channel: place.channel,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: EVENT_TYPE, event_payload: { outbox_id: call.id, drawn } },
      ...(place.thread ? { thread_ts: place.thread } : {}),
      ...(place.thread && place.broadcast ? { reply_broadcast: true } : {}),
    };
    const send = ({ text, blocks }: Drawing) => {
      const message = { ...common, text, ...(blocks.length > 0 ? { blocks } : {}) };
      return this.request(message as ChatPostMessageArguments, call);
    };
    return this.options.plainer.offer(view, send, refusalIn, above);
  }

  private async request(message: ChatPostMessageArguments, call: EffectCall): Promise<Sent> {
    const { pace, posts, tries, settling } = this.options;
    const channel = message.channel;
    await pace.turn(channel, call.signal);
    if (call.signal.aborted) throw new Later(1_000, 'posting was broken off');
    settling.sent(call.id);
    try {
      const answer = await posts.chat.postMessage(message);
      return { channel: answer.channel ?? channel, ts: answer.ts ?? '' };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind !== 'wait') return { refusal };
      if (refusal.limited) pace.hold(channel, refusal.afterMs ?? 1_000);
      throw laterOn(refusal, call, tries, refusal.inDoubt);
    }
  }
}

const refusalIn = (sent: Sent): Refusal | undefined => ('refusal' in sent ? sent.refusal : undefined);

/** The card roots the thread; without one that Slack has, a message stands by itself. */
function placeOf(view: View, run: RunContext): Place {
  if (view.kind === 'link') return { channel: view.origin.channel, thread: view.origin.ts };
  const card = run.messages.card;
  if (view.place === 'root' || !card) return { channel: run.channel };
  return { channel: card.channel, thread: card.ts, broadcast: view.place === 'broadcast' };
}
