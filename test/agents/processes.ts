/** Processes of a run, found by what they were started with. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  pid: number;
  group: number;
  words: string;
}

/** Everything alive that has the run's id in its environment; what is only not yet reaped does not count. */
export function processesOf(runId: string): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const env = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
        if (state === 'Z' || !env.includes(`METAWSM_RUN_ID=${runId}`)) return [];
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 200);
        return [{ pid: Number(name), group: Number(group), words }];
      } catch {
        return []; // ended meanwhile, or somebody else's
      }
    });
}

/** SIGKILL to every group of the run. */
export function killRun(runId: string): void {
  for (const group of new Set(processesOf(runId).map(({ group }) => group))) {
    // 1 and below would be somebody else's
    if (group <= 1) continue;
    try {
      process.kill(-group, 'SIGKILL');
    } catch {} // it ended with another group
  }
}
