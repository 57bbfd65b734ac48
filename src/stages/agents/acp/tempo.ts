/** How fast and how large a turn may be. */
export interface Tempo {
  /** How often files and processes are looked at although nothing was seen to change. */
  pollMs: number;
  /** Progress is told at most so often; when only figures have changed, so often. */
  progressMs: number;
  figuresMs: number;
  /** How long an agent may take to close its session, or to end a turn that is cancelled. */
  politeMs: number;
  /** How long an agent that nothing reaches any more may take to end. */
  unfedMs: number;
  /** Bytes of one line, and of everything that an agent writes in a turn. */
  longestLine: number;
  mostOutput: number;
  /** Requests that are answered in a turn: each is kept, so that it is answered once. */
  mostRequests: number;
}

const MIB = 1024 * 1024;

export const TEMPO: Tempo = {
  pollMs: 250,
  progressMs: 3_000,
  figuresMs: 15_000,
  politeMs: 2_000,
  unfedMs: 3_000,
  longestLine: 16 * MIB,
  mostOutput: 256 * MIB,
  mostRequests: 20_000,
};
