/** Misdeeds with processes: none may be left once the run has come to stand, and none outlives its end. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Misdeed, PRELUDE, type Sight } from './misdeed.js';

/** Pids that the agent has noted, and which of them live. */
const survivors = ({ workspace }: Sight): string[] => {
  const file = join(workspace, 'pids');
  const pids = existsSync(file) ? readFileSync(file, 'utf8').split(/\s+/).filter(Boolean) : [];
  if (pids.length === 0) return ['it started nothing'];
  return pids.filter(isAlive).map((pid) => `the process ${pid} is left`);
};

/** A zombie has no command line. */
const isAlive = (pid: string) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
};

const leaves = (name: string, program: string, ends: Misdeed['ends'] = ['merge_ready']): Misdeed => ({
  name,
  script: () => `${program}\nfinish`,
  ends,
  also: survivors,
});

export const BY_PROCESSES: Misdeed[] = [
  leaves('a child in the background', 'sleep 300 & echo $! >> pids'),
  leaves(
    'a daemon of its own session, its descriptors closed',
    `setsid sh -c 'exec </dev/null >/dev/null 2>&1; echo $$ >> pids; (sleep 301 & echo $! >> pids); exec sleep 302' &
while [ "$(wc -l < pids 2>/dev/null || echo 0)" -lt 2 ]; do sleep 0.05; done`,
  ),
  leaves(
    'a daemon that forked twice, works elsewhere and ignores SIGTERM',
    `setsid sh -c 'cd /; trap "" TERM HUP INT; (sh -c "echo \\$PPID" >> "$METAWSM_WORKSPACE/pids"; while :; do sleep 1; done) &' &
while [ ! -s pids ]; do sleep 0.05; done; sleep 0.2`,
  ),
  leaves('a grandchild that keeps the output open', `sh -c 'sleep 303 & echo $! >> pids'`),
  leaves(
    'hundreds of children that each have children',
    `n=0; while [ $n -lt 60 ]; do (sleep 304 & echo $! >> pids; sleep 305) & echo $! >> pids; n=$((n+1)); done; sleep 1`,
  ),
  {
    name: 'a daemon of its own session, and the agent dies',
    script: () => `setsid sh -c 'echo $$ >> pids; exec sleep 306' &
while [ ! -s pids ]; do sleep 0.05; done; exit 3`,
    ends: ['failed'],
    also: survivors,
  },
  {
    name: 'it kills the wrapper that notes its end',
    script: () => `echo $$ >> pids; kill -9 $PPID; exec sleep 307`,
    ends: ['failed', 'awaiting_guidance'],
    also: survivors,
  },
];

export const PROGRAM = (script: string): string => `${PRELUDE}${script}\n`;
