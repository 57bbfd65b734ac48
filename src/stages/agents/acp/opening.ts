/** The opening of a turn: the handshake, in the time that an agent may take for it. */
import { type Shaken, shakeHands } from './handshake.js';
import type { Hearing } from './hearing.js';
import { writeSession } from './session.js';
import { StartClock } from './start-clock.js';
import { TurnFault } from './turn-fault.js';
import type { Beginning } from './turn-folder.js';

export interface OpeningOptions extends Pick<Hearing, 'wire' | 'book' | 'turn'> {
  home: string;
  runId: string;
  beginning: Beginning;
  startTimeMs: number;
  now: () => string;
  /** A wait that lies in the agent's nature has begun: it counts as started. */
  waits: () => void;
}

/** Returns when the agent has a session, which is written down then. Throws why it will not get one. */
export async function openTurn(options: OpeningOptions): Promise<Shaken> {
  const { wire, book, turn, home, runId, beginning, now } = options;
  const clock = new StartClock(options.startTimeMs, () => {
    wire.end(new TurnFault('agent_start_time', turn.nonsense));
  });
  try {
    const shaken = await shakeHands({
      wire,
      beginning,
      now,
      note: (line) => book.add(line, wire.heard + 1),
      wait: (ms) => clock.suspend(() => wait(options, ms)),
    });
    if (!wire.sent.has('session/prompt')) await wire.insist(() => writeSession(home, runId, shaken.session));
    return shaken;
  } finally {
    clock.stop();
  }
}

async function wait({ wire, waits }: OpeningOptions, ms: number): Promise<void> {
  if (ms <= 0) return;
  waits();
  const until = performance.now() + ms;
  for (let left = ms; left > 0 && !wire.isOver; left = until - performance.now()) await wire.pause(left);
}
