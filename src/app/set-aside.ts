/** Runs whose stored state cannot be read: told to the log, the bot's health and, on the card, to people; else left alone. */
import { type Handlers, Later, type StoredRun, type UnitOfWork } from '../engine/ports.js';
import type { Log } from '../logging.js';
import { outlookOf } from '../run/decide.js';
import { sleep } from '../slack/sleep.js';

export interface SetAside {
  /** Tells of the run, once. Never throws. */
  leave(run: StoredRun): void;
  /** Of all that were told of. */
  ids(): readonly string[];
  stop(): Promise<void>;
}

export interface SetAsideOptions {
  unit: UnitOfWork;
  draw: Handlers['slack.update'];
  log: Log;
  now: () => string;
}

/** Greater than the number of any effect of a decision. */
const REDRAW = 9_999;

export function setAside({ unit, draw, log, now }: SetAsideOptions): SetAside {
  const known = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  async function drawCard(run: StoredRun): Promise<void> {
    const { context } = run.snapshot;
    const id = `${run.id}/unreadable`;
    const outlook = () => outlookOf(run.snapshot);
    while (!stopping.signal.aborted)
      try {
        const call = { id, inDoubt: false, startedAt: now(), signal: stopping.signal, outlook };
        await draw({ ref: 'card' }, context, call);
        return;
      } catch (error) {
        if (!(error instanceof Later)) throw error;
        await sleep(error.afterMs, stopping.signal).catch(() => undefined);
      }
  }

  /** Once it can be read again, its card shows that by itself. */
  async function redrawLater({ id: runId, version: seq }: StoredRun): Promise<void> {
    const open = await unit.read.openEffects(runId, 'edits');
    if (open.some(({ k }) => k === REDRAW)) return;
    const effect = { kind: 'slack.update', lane: 'edits', params: { ref: 'card' } } as const;
    const id = `${runId}/${seq}/${REDRAW}`;
    await unit.write((tx) =>
      tx.addEffects([{ ...effect, id, runId, seq, k: REDRAW, status: 'pending', attempts: 0 }]),
    );
  }

  return {
    leave(run) {
      if (known.has(run.id)) return;
      const mine = log.run(run.id);
      mine.error('what is stored of this run cannot be read; it is left alone, all others go on', {
        reason: run.unreadable,
        remedy: 'see "A run that cannot be read" in docs/operating.md',
      });
      const fault = (error: unknown) => mine.warn('its card could not say so', { err: error });
      // Outside of the transaction that may have found it.
      const told = sleep(0, stopping.signal)
        .then(() => redrawLater(run))
        .catch(fault)
        .then(() => drawCard(run))
        .catch(fault);
      known.set(run.id, told);
    },
    ids: () => [...known.keys()],
    async stop() {
      stopping.abort();
      await Promise.all(known.values());
    },
  };
}
