/**
 * The effect `slack.file`: the log's end or the change reaches one person's direct channel once, as a file. What stands
 * in the way is told to that person alone.
 */
import type { WebClient } from '@slack/web-api';
import { type EffectCall, Later } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { RunContext } from '../run/context.js';
import type { EffectParams, FileKind } from '../run/effects.js';
import type { Mrkdwn } from './escape.js';
import { hasFile } from './look-up.js';
import { emptyFile, fileComment, fileName } from './messages/file.js';
import { refused } from './messages/private.js';
import { outgoingWords, type Redact } from './outgoing.js';
import { refusalOf } from './refusals.js';
import type { Settling } from './settling.js';
import { laterOn, type Tries } from './tries.js';
import type { Whispers } from './whispers.js';

/** The text of a file, redacted; undefined where there is nothing in it. Throws where it cannot be read. */
export type ContentOf = (what: FileKind, run: RunContext, signal: AbortSignal) => Promise<string | undefined>;

export interface FilesOptions {
  posts: WebClient;
  edits: WebClient;
  reads: WebClient;
  redact: Redact;
  contentOf: ContentOf;
  whispers: Pick<Whispers, 'whisper'>;
  settling: Settling;
  tries: Tries;
  log: Log;
  /** Of one upload. Default 60,000. */
  uploadTimeoutMs?: number;
}

/** No use in trying again. */
class Refused extends Error {
  constructor(
    readonly code: string,
    readonly fallback: string,
  ) {
    super(code);
  }
}

/** Slack's codes to ours. */
const REASONS: Record<string, string> = {
  missing_scope: 'file_scope',
  storage_limit_reached: 'file_storage',
  file_uploads_disabled: 'file_uploads_off',
  file_uploads_except_images_disabled: 'file_uploads_off',
  file_type_not_allowed: 'file_uploads_off',
  file_upload_size_restricted: 'file_uploads_off',
};

export class Files {
  constructor(private readonly options: FilesOptions) {}

  async send(
    { what, to }: EffectParams['slack.file'],
    run: RunContext,
    call: EffectCall,
  ): Promise<undefined> {
    try {
      await this.bring(what, to, run, call);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.options.log.run(run.id).warn('a file did not reach a person', { what, code: error.code });
      const known = Object.hasOwn(REASONS, error.code) ? REASONS[error.code]! : error.fallback;
      await this.tell(to, run, refused(known, { detail: error.code }));
    }
    this.options.settling.forget(call.id);
    this.options.tries.forget(call.id);
    return undefined;
  }

  private async bring(what: FileKind, to: string, run: RunContext, call: EffectCall): Promise<void> {
    if (call.inDoubt) this.options.settling.expectSettled(call);
    const channel = await this.direct(to, call);
    const name = fileName(what, run.id, call.id.split('/')[1] ?? '0');
    if (call.inDoubt && (await this.isThere(channel, name, call))) return;
    const text = await this.content(what, run, call);
    if (text === undefined) return this.tell(to, run, emptyFile(what));
    const bytes = Buffer.from(text);
    const { edits } = this.options;
    const place = await this.asked(call, false, () =>
      edits.files.getUploadURLExternal({ filename: name, length: bytes.length }),
    );
    const { upload_url: url, file_id: id } = place;
    if (!url || !id) throw new Refused('no_upload_url', 'file_refused');
    await this.asked(call, false, () => this.upload(url, bytes, call));
    await this.share(channel, { id, title: name }, fileComment(what, run), call);
  }

  private async direct(to: string, call: EffectCall): Promise<string> {
    const opened = await this.asked(
      call,
      call.inDoubt,
      () => this.options.edits.conversations.open({ users: to }),
      'dm_refused',
    );
    const id = opened.channel?.id;
    if (!id) throw new Refused('no_channel', 'dm_refused');
    return id;
  }

  private async isThere(channel: string, name: string, call: EffectCall): Promise<boolean> {
    const { reads, log } = this.options;
    try {
      return await this.asked(call, true, () => hasFile(reads, { channel, name, since: call.startedAt }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      log.warn('Slack does not let me look for a file', { channel, code: error.code });
      return false;
    }
  }

  private async content(what: FileKind, run: RunContext, call: EffectCall): Promise<string | undefined> {
    try {
      return await this.options.contentOf(what, run, call.signal);
    } catch (error) {
      if (call.signal.aborted) throw new Later(1_000, 'reading was broken off');
      this.options.log.run(run.id).error('a log or a change could not be read', { what, err: error });
      throw new Refused(what, 'file_unreadable');
    }
  }

  /** The address is good for one upload and carries no token. */
  private async upload(url: string, body: Buffer, call: EffectCall): Promise<void> {
    const limit = AbortSignal.timeout(this.options.uploadTimeoutMs ?? 60_000);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.any([limit, call.signal]),
    });
    await response.body?.cancel();
    if (response.status >= 500) throw new Later(this.options.tries.nextMs(call.id), 'Slack took no upload');
    if (!response.ok) throw new Refused(`upload_${response.status}`, 'file_refused');
  }

  private async share(
    channel: string,
    file: { id: string; title: string },
    comment: Mrkdwn,
    call: EffectCall,
  ): Promise<void> {
    const { posts, redact, settling } = this.options;
    if (call.signal.aborted) throw new Later(1_000, 'sending was broken off');
    settling.sent(call.id);
    await this.asked(call, true, () =>
      posts.files.completeUploadExternal({
        files: [file],
        channel_id: channel,
        initial_comment: outgoingWords(comment, redact).text,
      }),
    );
  }

  /** One call: throws `Later` for what time mends, `Refused` for the rest. `mayLand`: in doubt it was carried out. */
  private async asked<T>(
    call: EffectCall,
    mayLand: boolean,
    work: () => Promise<T>,
    fallback = 'file_refused',
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Later || error instanceof Refused) throw error;
      const refusal = refusalOf(error);
      if (refusal.kind !== 'wait') throw new Refused(refusal.code, fallback);
      throw laterOn(refusal, call, this.options.tries, mayLand && (call.inDoubt || refusal.inDoubt));
    }
  }

  private async tell(to: string, run: RunContext, words: Mrkdwn): Promise<void> {
    const card = run.messages.card;
    await this.options.whispers.whisper(card?.channel ?? run.channel, to, words, card?.ts);
  }
}
