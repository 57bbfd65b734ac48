/** A Slack of a few methods on a real port, with faults: for what leaves the bot. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Message {
  channel: string;
  ts: string;
  thread_ts?: string;
  text: string;
  blocks?: unknown[];
  metadata?: { event_type: string; event_payload: { outbox_id: string; drawn: string } };
  reply_broadcast?: boolean;
}

export interface Call {
  method: string;
  args: Record<string, string>;
}

/** What happens to the next call of a method. `stored`: it is carried out before it fails. */
export interface Fault {
  status?: number;
  error?: string;
  retryAfter?: number;
  hang?: true;
  reset?: true;
  /** Begins to answer and breaks off. */
  cutOff?: true;
  stored?: true;
}

export class SmallSlack {
  readonly calls: Call[] = [];
  readonly messages: Message[] = [];
  readonly lost = new Set<string>();
  private readonly faults = new Map<string, Fault[]>();
  private clock = 1_700_000_000;
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  next(method: string, ...faults: Fault[]): void {
    this.faults.set(method, [...(this.faults.get(method) ?? []), ...faults]);
  }

  callsOf(method: string): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? '').replace(/^\/api\//u, '');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const args = Object.fromEntries(new URLSearchParams(body));
    this.calls.push({ method, args });
    const fault = this.faults.get(method)?.shift();
    if (fault && !fault.stored) return this.fail(fault, response);
    const answer = this.answer(method, args);
    if (fault) return this.fail(fault, response);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  }

  private fail(fault: Fault, response: ServerResponse): void {
    if (fault.hang) return;
    if (fault.reset) {
      response.socket?.destroy();
      return;
    }
    if (fault.cutOff) {
      response.write('{"ok":tr', () => response.socket?.destroy());
      return;
    }
    if (fault.retryAfter !== undefined) response.setHeader('retry-after', String(fault.retryAfter));
    response.statusCode = fault.status ?? (fault.retryAfter === undefined ? 200 : 429);
    response.end(JSON.stringify({ ok: false, error: fault.error ?? 'internal_error' }));
  }

  private answer(method: string, args: Record<string, string>): object {
    if (args.channel && this.lost.has(args.channel)) return { ok: false, error: 'is_archived' };
    if (method === 'chat.postMessage') return this.post(args);
    if (method === 'chat.update') return this.update(args);
    if (method === 'conversations.open') return { ok: true, channel: { id: `D${args.users}` } };
    if (method === 'conversations.history') return this.page((one) => !one.thread_ts, args);
    if (method === 'conversations.replies')
      return this.page((one) => one.ts === args.ts || one.thread_ts === args.ts, args);
    return { ok: true };
  }

  private post(args: Record<string, string>): object {
    const ts = `${this.clock++}.000100`;
    const message: Message = { channel: args.channel ?? '', ts, text: args.text ?? '' };
    if (args.blocks) message.blocks = JSON.parse(args.blocks) as unknown[];
    if (args.metadata) message.metadata = JSON.parse(args.metadata) as NonNullable<Message['metadata']>;
    if (args.thread_ts) message.thread_ts = args.thread_ts;
    if (args.reply_broadcast) message.reply_broadcast = args.reply_broadcast === 'true';
    this.messages.push(message);
    return { ok: true, channel: message.channel, ts };
  }

  private update(args: Record<string, string>): object {
    const message = this.messages.find((one) => one.channel === args.channel && one.ts === args.ts);
    if (!message) return { ok: false, error: 'message_not_found' };
    message.text = args.text ?? '';
    message.blocks = JSON.parse(args.blocks ?? '[]') as unknown[];
    return { ok: true, channel: message.channel, ts: message.ts };
  }

  /** One message a page, so that every page has to be read. The root of a thread is on one of them whenever it was written. */
  private page(belongs: (message: Message) => boolean, args: Record<string, string>): object {
    const { channel, oldest = '0', latest = '99999999999', ts: root } = args;
    const isAsked = ({ ts }: Message) =>
      ts === root || (Number(ts) > Number(oldest) && Number(ts) < Number(latest));
    const all = this.messages.filter((one) => one.channel === channel && belongs(one) && isAsked(one));
    const at = Number(args.cursor ?? '0');
    const more = at + 1 < all.length;
    const messages = all
      .slice(at, at + 1)
      .map(({ metadata, ...one }) =>
        args.include_all_metadata === 'true' && metadata ? { ...one, metadata } : one,
      );
    return {
      ok: true,
      messages,
      has_more: more,
      response_metadata: { next_cursor: more ? String(at + 1) : '' },
    };
  }
}
