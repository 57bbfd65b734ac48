/** Which finished runs are like one that begins. */
import type { RunContext } from '../run/context.js';
import { type SimilarRun, similarAmong } from '../run/similar.js';
import type { Reads } from './ports.js';

/** Only what the same channel has seen. Never rejects: a brief can be made without it. */
export type FindSimilar = (asked: Pick<RunContext, 'channel' | 'wishes'>) => Promise<SimilarRun[]>;

const NEWEST = 20;

/**
 * Looks among the newest merged runs of the channel, and passes on nothing that `redact` would change; `onBroken` hears
 * of runs that cannot be read.
 */
export function similarIn(
  read: Pick<Reads, 'list'>,
  redact: (text: string) => string,
  onBroken: (error: unknown) => void,
): FindSimilar {
  return async (asked) => {
    const { channel } = asked;
    try {
      const { runs } = await read.list({
        statuses: ['closed'],
        outcome: 'merged',
        channel,
        limit: NEWEST,
        offset: 0,
      });
      return similarAmong(
        runs.map(({ snapshot }) => snapshot.context),
        asked,
        (text) => redact(text) !== text,
      );
    } catch (error) {
      onBroken(error);
      return [];
    }
  };
}
