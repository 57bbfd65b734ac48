/** What agents and checks compute gives way to the bot: Slack waits three seconds for it, and nobody so long for them. */
import { writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** As `nice` without a figure. */
const NICENESS = 10;

/**
 * Lowers the priority of a process and of what it starts from then on. Without an effect where the system does not
 * grant it, or the process has ended.
 */
export function giveWay(pid: number): void {
  const niceness = Math.max(NICENESS, getPriority());
  attempt(() => setPriority(pid, niceness));
  // Linux without systemd shares the processor among sessions, and the niceness counts inside of each alone (sched(7)).
  if (process.platform === 'linux')
    attempt(() => writeFileSync(`/proc/${pid}/autogroup`, `${niceness}`, { flag: 'r+' }));
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // the work goes on as it is
  }
}
