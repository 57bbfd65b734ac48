/** Notices that nothing more can come from an agent. */
import { statSync } from 'node:fs';
import { isFed } from '../../../shell/fed.js';
import type { Life, Runner } from '../runner.js';
import { Gone } from './turn-fault.js';
import { TooMuch } from './wire.js';

const LOOK_MS = 1_000;

export interface WatchOptions {
  feederFile: string;
  /** Its standard error, of which it may write `most` bytes. */
  errorFile: string;
  most: number;
  /** How long an agent that nothing reaches any more may take to end. */
  unfedMs: number;
}

/** Asked often; undefined as long as the agent lives and can be reached. */
export function processWatch(
  runner: Pick<Runner, 'look'>,
  life: Life,
  runId: string,
  { feederFile, errorFile, most, unfedMs }: WatchOptions,
): () => Gone | TooMuch | undefined {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let unfedSince: number | undefined;
  return () => {
    const look = runner.look(runId, life.step, life);
    if (look.kind === 'ended') return new Gone(look.exitCode);
    const at = performance.now();
    if (at - lookedAt >= Math.min(LOOK_MS, unfedMs)) {
      if ((statSync(errorFile, { throwIfNoEntry: false })?.size ?? 0) > most) return new TooMuch();
      lookedAt = at;
      unfedSince = isFed(feederFile, life.pid) ? undefined : (unfedSince ?? at);
    }
    // One that has closed its input may be about to end.
    if (unfedSince === undefined || at - unfedSince < unfedMs) return undefined;
    return new Gone(
      null,
      'nothing reaches it any more: it has closed its standard input, or its feeder was ended',
    );
  };
}
