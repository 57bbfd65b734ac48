/** Notices that nothing more can come from an agent. */
import { isFed } from '../../../shell/fed.js';
import type { Life, Runner } from '../runner.js';
import { Gone } from './turn-fault.js';

const FEEDER_MS = 1_000;

/** Asked often; undefined as long as the agent lives and can be reached. */
export function processWatch(
  runner: Pick<Runner, 'look'>,
  life: Life,
  runId: string,
  feederFile: string,
  unfedMs: number,
): () => Gone | undefined {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let unfedSince: number | undefined;
  return () => {
    const look = runner.look(runId, life.step, life);
    if (look.kind === 'ended') return new Gone(look.exitCode);
    const at = performance.now();
    if (at - lookedAt >= Math.min(FEEDER_MS, unfedMs)) {
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
