/**
 * A Slack-compatible server on 127.0.0.1, strict like Slack: HTTP 200 with `ok: false` and Slack's own error codes.
 * Tests use it in-process, the crash harness as the bot's counterpart, the playground page as its Slack.
 *
 * ```ts
 * const slack = await startSlack();                       // options: StartSlack
 * slack.url                                               // 'http://127.0.0.1:4711/api/', for SLACK_API_URL
 * slack.botToken, slack.appToken, slack.signingSecret     // random per start
 * slack.otherAppToken                                     // of another app, whose sockets are told nothing
 * slack.bot                                               // { userId, botId, name: 'metawsm' }
 * // … start the bot against slack.url (Socket Mode), or: await slack.connectHttp('http://127.0.0.1:3000/slack/events')
 * await slack.connected()                                 // resolves when a socket is open
 *
 * const dev = slack.channel('dev');                       // { private?, botIsMember?, shared?, archived?, members? }
 * const ana = slack.person('ana');                        // facts on first use: { is_restricted: true, … }
 * const leads = slack.userGroup('leads', [ana]);          // leads.id is 'S…'; usable in `access`
 *
 * // people
 * await ana.types('/metawsm bootstrap ABC-12', { in: dev })   // the answer's visible text ('' for none); throws
 *                                                             // SlackClientError 'operation_timeout' after 3 s
 * const m = await ana.says('hello @metawsm & <b>', { in: dev, thread: card })  // message; mentions and & < > as Slack sends them
 * await ana.edits(m, 'text'); await ana.deletes(m)
 * await ana.presses('Start run', { on: card })            // by visible label or { action_id }; `confirm: false` declines the
 *                                                         // dialog; throws when there is no such button or no ack in 3 s
 * await ana.selects('web', { on: card, action_id? })      // an option by visible text, of a select, overflow, radio, …
 * await ana.fills(view, { Goal: 'text', Repositories: ['api'] })   // by label; view or message with input blocks
 * await ana.chooses(['api'], { on, at: { block_id, action_id } }); await ana.puts('text', { on, at })   // by ids, as the page does
 * await ana.submits(view)                                 // { outcome: 'closed'|'updated'|'pushed'|'cleared'|'errors', errors: {label: text} }
 * await ana.closes(view); await ana.opensHome()           // then: await ana.home(/text/?)
 * await ana.usesShortcut('start_run', { on?: message })
 * ana.stopsSession(card); ana.renamesSession(card, 'title')   // Slack's own Stop, while slack.session(card) is processing
 * ana.ephemerals({ in: dev })                             // what only ana sees, oldest first; await ana.ephemeral(/text/, { in: dev })
 * await ana.view(/title or text/?)                        // waits for the topmost open form; ana.openView() looks at once
 * ana.dm()                                                // her direct channel with the bot
 *
 * // seeing and waiting (never sleeps; failures print the channel as a transcript)
 * await slack.message(dev, /Merge-ready/, { thread?, from?: 'bot', after?: message, timeoutMs? })
 * await slack.waitFor((store) => store…, 'what is waited for', timeoutMs = 10_000)
 * slack.thread(m)                                         // all messages of the thread, root first
 * slack.visibleText(m); slack.buttons(m)                  // text as a person reads it; [{ label, action_id, value, style, … }]
 * slack.session(card)                                     // { status, title, … } of the thread; slack.files(channel): { name, text }
 * slack.mentions(m)                                       // whom Slack would notify: ['U…', 'S…', 'here']
 * slack.triggerOf(ana)                                    // a fresh trigger id, for calling views.* oneself
 * slack.snapshot(m)                                       // the message as it is on screen now: press a stale button on it
 * slack.transcript(dev)                                   // readable text of messages, threads, buttons, ephemerals
 *
 * // trouble
 * slack.faults.next('chat.postMessage', { status: 500, stored: true }, 2)   // see faults.ts for all kinds
 * slack.faults.dropSockets() .refuseSockets(true) .refreshSockets() .loseAcks(1) .dropEvents(true) .muteSockets(true) .shiftClock(ms)
 *   .duplicate(true) .reorder(2) .meddle(…) .clear()
 * slack.passes(3_000)                                     // triggers, response_urls, sessions grow older by so many ms
 * slack.calls                                             // journal: { method, args, status, result, at }; slack.callsOf('chat.update')
 * slack.deliveries                                        // what was sent to the bot: { kind, body, attempts, acked }
 * slack.answersElsewhere(handler)                         // paths that are not Slack's: the page's door
 * await slack.settled(); await slack.close()              // settled: every event was acknowledged or given up
 * ```
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AgentSessions } from './agent-sessions.js';
import type { Journal } from './api.js';
import { Deliveries, type Delivery, type Reply } from './deliveries.js';
import { eventsFor } from './events.js';
import { Faults } from './faults.js';
import { HttpDeliveries } from './http-deliveries.js';
import { type Elsewhere, HttpDoor, tellDefect } from './http-door.js';
import { grantsOf } from './manifest.js';
import { Rates } from './rates.js';
import { savedIn } from './saved.js';
import { Sockets } from './sockets.js';
import type { StartSlack } from './start-options.js';
import { Store } from './store.js';
import { Triggers } from './triggers.js';
import { waitFor } from './waiting.js';
import { Workspace } from './workspace.js';
import type { World } from './world.js';

export type { StartSlack };

interface Inside {
  world: World;
  server: Server;
  sockets: Sockets;
  deliveries: Deliveries;
  door: HttpDoor;
  options: StartSlack;
  keep: () => void;
}

export class SlackServer extends Workspace {
  /** The Web API's address, for SLACK_API_URL. */
  readonly url: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly otherAppToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly faults: Faults;
  readonly #inside: Inside;

  constructor(inside: Inside) {
    super(inside.world);
    this.#inside = inside;
    this.url = `${inside.world.origin}/api/`;
    this.botToken = inside.world.botToken;
    this.appToken = inside.world.appToken;
    this.otherAppToken = inside.world.otherAppToken;
    this.signingSecret = inside.world.signingSecret;
    this.teamId = inside.world.store.teamId;
    this.faults = inside.world.faults;
  }

  /** Every call of the Web API, of response_urls (`response_url`) and failed `upload`s, oldest first. */
  get calls(): Journal[] {
    return this.#inside.door.calls;
  }
  /** Everything that was sent to the bot, oldest first. */
  get deliveries(): Delivery[] {
    return this.#inside.deliveries.journal;
  }
  /** Open sockets. */
  get sockets(): number {
    return this.#inside.sockets.count;
  }

  /** Delivers something once more; the answer of the bot goes to nobody. */
  deliversAgain(kind: Delivery['kind'], body: Delivery['body']): Promise<Reply> {
    return this.#inside.deliveries.again(kind, body);
  }

  /** The acknowledgements over sockets, oldest first; one that came twice stands there twice. */
  get acks(): readonly { envelope: string; payload: unknown }[] {
    return this.#inside.sockets.acks;
  }

  /** Sends one frame to the bot as it is: what Slack never sends. @throws where no socket is open */
  sendsFrame(frame: string | Buffer): void {
    if (!this.#inside.sockets.sendRaw(frame)) throw new Error('No socket is open.');
  }

  callsOf(method: string): Journal[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Waits until `count` sockets are open. */
  async connected(count = 1, timeoutMs = 10_000): Promise<void> {
    await waitFor(
      this.store,
      () => this.sockets >= count,
      `${count} open sockets`,
      timeoutMs,
      () => `open: ${this.sockets}`,
    );
  }

  /** Waits until every event was acknowledged or given up. */
  async settled(timeoutMs = 10_000): Promise<void> {
    const open = (): Delivery[] =>
      this.deliveries.filter((one) => one.kind === 'events_api' && !one.acked && !one.lost);
    const picture = (): string =>
      JSON.stringify(
        open().map((one) => one.body),
        undefined,
        1,
      );
    await waitFor(this.store, () => open().length === 0, 'all events to be acknowledged', timeoutMs, picture);
  }

  /** Delivers by signed HTTP from now on. @throws when the address does not return the challenge */
  async connectHttp(url: string): Promise<void> {
    const { faults, signingSecret } = this.world;
    const { ackTimeoutMs = 3_000, httpRetryDelaysMs = [0, 60_000, 300_000] } = this.#inside.options;
    const transport = new HttpDeliveries({
      url,
      signingSecret,
      faults,
      ackTimeoutMs,
      retryDelaysMs: httpRetryDelaysMs,
    });
    await transport.verify();
    this.#inside.deliveries.use(transport);
  }

  /** Lets `handler` answer every path that is not Slack's own, until the returned function is called. */
  answersElsewhere(handler: Elsewhere): () => void {
    return this.#inside.door.answersElsewhere(handler);
  }

  /** Makes triggers, response_urls and agent sessions older by so many milliseconds. */
  passes(ms: number): void {
    this.world.triggers.passes(ms);
    this.world.sessions.passes(ms);
  }

  async close(): Promise<void> {
    const { deliveries, sockets, door, server, keep } = this.#inside;
    deliveries.close();
    await sockets.close();
    door.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    keep();
  }
}

/** Starts a workspace of its own on 127.0.0.1, with random tokens. @throws where Slack would refuse the manifest */
export async function startSlack(options: StartSlack = {}): Promise<SlackServer> {
  const { ackTimeoutMs = 3_000, redeliverAfterMs = 3_000, eventLifeMs = 360_000 } = options;
  const grants = grantsOf(options.manifest, options.scopes);
  const saved = options.file === undefined ? undefined : savedIn(options.file);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const store = new Store(options.botName ?? 'metawsm', saved?.known);
  store.behindMs = options.behindMs ?? 0;
  const faults = new Faults();
  const sockets = new Sockets({ faults, appId: store.bot.appId, ackTimeoutMs, redeliverAfterMs });
  faults.attach(sockets);
  const deliveries = new Deliveries({
    faults,
    transport: sockets,
    eventLifeMs,
    changed: () => store.tell({ type: 'other' }),
  });
  const otherAppId = 'A0STRANGER';
  const world: World = {
    store,
    faults,
    grants,
    triggers: new Triggers(options.triggerLifeMs ?? 3_000),
    sessions: new AgentSessions(),
    botToken: `xoxb-playground-${randomBytes(18).toString('hex')}`,
    appToken: `xapp-1-${store.bot.appId}-${randomBytes(18).toString('hex')}`,
    otherAppToken: `xapp-1-${otherAppId}-${randomBytes(18).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    origin: `http://127.0.0.1:${port}`,
    openSocketUrl(token) {
      const path = sockets.newPath(token === world.otherAppToken ? otherAppId : undefined);
      return path && `ws://127.0.0.1:${port}${path}`;
    },
    deliverEvent: (event) => deliveries.event(event),
    deliverGesture: (kind, body) => deliveries.gesture(kind, body),
  };
  store.subscribe((change) => {
    for (const event of eventsFor(store, world.grants, change)) deliveries.event(event);
  });
  const door = new HttpDoor(world, options.rateLimits ? new Rates() : undefined);
  server.on('request', (request, response) => {
    door.handle(request, response).catch((error: unknown) => tellDefect(response, error));
  });
  server.on('upgrade', (request, socket) => {
    sockets.upgrade(request, socket);
    store.tell({ type: 'other' });
  });
  const keep = saved?.keep(world) ?? (() => undefined);
  return new SlackServer({ world, server, sockets, deliveries, door, options, keep });
}
