/** The effects `slack.update` and `slack.react`: both may be repeated, and the newest state wins. */
import type { ChatUpdateArguments, WebClient } from '@slack/web-api';
import { type EffectCall, Later } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { RunContext } from '../run/context.js';
import type { MessagePlace } from '../run/decision.js';
import type { SlackEvent } from '../run/events.js';
import type { View } from '../run/views.js';
import type { Plainer } from './plainer.js';
import type { Posting } from './posting.js';
import { type Refusal, refusalOf } from './refusals.js';
import type { ShownMessages } from './shown.js';
import { laterOn, type Tries } from './tries.js';
import type { Drawing } from './views/layout.js';

export interface EditingOptions {
  edits: WebClient;
  plainer: Plainer;
  digestOf: (view: View) => string;
  posting: Posting;
  shown: ShownMessages;
  tries: Tries;
  log: Log;
}

type Lasting = Exclude<Refusal, { kind: 'wait' }>;

export class Editing {
  /** Runs whose lost card was posted again. */
  private readonly reposted = new Set<string>();

  constructor(private readonly options: EditingOptions) {}

  /** Draws a message anew. A card that somebody deleted is posted again, once. */
  async update(view: View, run: RunContext, call: EffectCall): Promise<SlackEvent | undefined> {
    const { shown, digestOf, tries } = this.options;
    const place = run.messages[view.ref];
    const digest = digestOf(view);
    if (!place || shown.has(place, digest)) return undefined;
    const waitMs = shown.waitMs(place, view);
    if (waitMs > 0) throw new Later(waitMs, 'this message was edited a moment ago', call.inDoubt);
    const refusal = await this.edit(place, view, call);
    tries.forget(call.id);
    if (!refusal) {
      shown.remember(place, view, digest, true);
      return undefined;
    }
    if (refusal.code === 'message_not_found' && view.kind === 'card' && !this.reposted.has(run.id))
      return this.postAgain(view, run, call);
    this.options.log
      .run(run.id)
      .warn('Slack refused an edit for good', { ref: view.ref, code: refusal.code });
    return undefined;
  }

  /** Marks a person's message as taken. */
  async react(place: MessagePlace, name: string, call: EffectCall): Promise<undefined> {
    const { edits, tries, log } = this.options;
    try {
      await edits.reactions.add({ channel: place.channel, timestamp: place.ts, name });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind === 'wait') throw laterOn(refusal, call, tries, refusal.inDoubt);
      if (refusal.code !== 'already_reacted') log.warn('Slack refused a reaction', { code: refusal.code });
    }
    tries.forget(call.id);
    return undefined;
  }

  private async postAgain(view: View, run: RunContext, call: EffectCall): Promise<SlackEvent> {
    this.options.log.run(run.id).warn('the card is gone; posting it again', { ref: view.ref });
    const event = await this.options.posting.post(view, run, call);
    this.reposted.add(run.id);
    return event;
  }

  /** What Slack has against the edit, blocks and words; undefined when it is done. */
  private edit(place: MessagePlace, view: View, call: EffectCall): Promise<Lasting | undefined> {
    const send = (drawing: Drawing) => this.request(place, drawing, call);
    return this.options.plainer.offer(view, send, (refusal) => refusal);
  }

  private async request(
    place: MessagePlace,
    drawing: Drawing,
    call: EffectCall,
  ): Promise<Lasting | undefined> {
    const { edits, tries } = this.options;
    try {
      await edits.chat.update({ channel: place.channel, ts: place.ts, ...drawing } as ChatUpdateArguments);
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      // An earlier try may have posted the card again, whatever becomes of this one.
      if (refusal.kind === 'wait') throw laterOn(refusal, call, tries, call.inDoubt || refusal.inDoubt);
      return refusal;
    }
  }
}
