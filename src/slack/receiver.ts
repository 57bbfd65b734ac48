/** A receiver that keeps what it receives: what the inner ones deliver goes through the inbox to Bolt. */
import type { App, Receiver } from '@slack/bolt';
import type { Inbox } from './inbox.js';

export class DurableReceiver implements Receiver {
  /** Several socket receivers serve one app, so that one listens while the other reconnects. */
  constructor(
    private readonly inner: readonly Receiver[],
    private readonly inbox: Inbox,
    /** Hears every delivery before anything else does. */
    private readonly hear: (body: unknown) => void = () => undefined,
  ) {}

  init(app: App): void {
    this.inbox.bind((event) => app.processEvent(event));
    const door = {
      processEvent: (event: Parameters<App['processEvent']>[0]) => {
        this.hear(event.body);
        return this.inbox.take(event);
      },
    };
    for (const receiver of this.inner) receiver.init(door as App);
  }

  /** What an earlier life left undecided goes first, then Slack may deliver. */
  async start(): Promise<unknown> {
    await this.inbox.begin();
    const [first] = await Promise.all(this.inner.map((receiver) => receiver.start()));
    return first;
  }

  /** Takes nothing more, then waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.inner.map((receiver) => receiver.stop()));
    await this.inbox.drain();
  }
}
