/** A bot with its Slack whose home lies on a disk of its own. */
import { makeRig, type Rig } from '../../slack/rig.js';
import { mountDisk, type SmallDisk } from './small-disk.js';

export interface FaultyWorld {
  rig: Rig;
  /** Undefined where this machine lets nobody mount: a full disk is then a full database. */
  disk: SmallDisk | undefined;
  file: string;
  close(): Promise<void>;
}

const DISK_MEGABYTES = 24;
const QUICK_MS = 30;

export async function makeFaultyWorld(): Promise<FaultyWorld> {
  const disk = mountDisk(DISK_MEGABYTES);
  const rig = await makeRig({
    ...(disk ? { under: disk.folder } : {}),
    http: true,
    retryMs: QUICK_MS,
    agents: 50,
    tries: 1_000,
    slack: { ackTimeoutMs: 10_000, httpRetryDelaysMs: Array(500).fill(QUICK_MS) },
    stages: { 'checks.run': passed, 'processes.end': ended },
  });
  return {
    rig,
    disk,
    file: `${rig.home}/test.sqlite`,
    async close() {
      disk?.free();
      await rig.close();
      disk?.remove();
    },
  };
}

const passed = async ({ step }: { step: number }) => ({
  type: 'checks_finished' as const,
  step,
  at: new Date().toISOString(),
  results: [
    {
      repo: 'api',
      command: 'npm test',
      exitCode: 0,
      timedOut: false,
      durationMs: 10,
      output: '',
      commit: 'a'.repeat(40),
      undone: [],
    },
  ],
  changes: [],
});

const ended = async ({ step }: { step: number }) => ({
  type: 'processes_ended' as const,
  step,
  at: new Date().toISOString(),
});
