/** The Slack thread that a run came from, as a text for its agent. */

import type { Log } from '../logging.js';
import type { RunContext } from '../run/context.js';
import { orAbort } from '../shell/or-abort.js';
import type { ReadThread } from '../slack/thread.js';
import { threadFile } from '../slack/thread-file.js';

/** Work goes on before Slack is connected; whoever is early waits so long. */
const MOST_MS = 20_000;

export function threadTexts(log: Log) {
  let connected: (read: ReadThread) => void = () => undefined;
  const reader = new Promise<ReadThread>((resolve) => {
    connected = resolve;
  });
  return {
    /** From now on threads can be read. */
    connected,
    /** Undefined where the run came from no message, or Slack does not show it. Throws only the signal's reason. */
    async textOf(run: RunContext, signal: AbortSignal): Promise<string | undefined> {
      const { origin } = run;
      if (!origin) return undefined;
      const enough = AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]);
      try {
        const said = await orAbort(
          reader.then((read) => read(origin, enough)),
          enough,
        );
        return threadFile(origin, said);
      } catch (error) {
        signal.throwIfAborted();
        log.run(run.id).info('the thread that the run came from was not read', { reason: String(error) });
        return undefined;
      }
    },
  };
}
