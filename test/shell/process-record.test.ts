import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { endGroup, groupAlive, isAlive, recordOf } from '../../src/shell/process-record.js';

async function start(script: string): Promise<{ pid: number; exited: Promise<unknown>; said: string }> {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const [said] = await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, exited, said: String(said) };
}

test('a record is that of one process: its pid with another start or boot is somebody else', async () => {
  const { pid, exited } = await start('echo up; exec sleep 60');
  const record = recordOf(pid);
  if (!record) throw new Error('no record');
  expect(isAlive(record)).toBe(true);
  expect(isAlive({ ...record, startTicks: '1' })).toBe(false);
  expect(isAlive({ ...record, bootId: 'another' })).toBe(false);

  await endGroup({ ...record, startTicks: '1' }, 100);
  await endGroup({ ...record, bootId: 'another' }, 100);
  expect(isAlive(record)).toBe(true);

  await endGroup(record, 5_000);
  await exited;
  expect(isAlive(record)).toBe(false);
  expect(recordOf(pid)).toBeUndefined();
});

test('members that outlive the leader are ended with it', async () => {
  const { pid, exited, said } = await start(
    '(trap "" TERM; echo up; while :; do sleep 0.05; done) & read -r _ < /dev/zero || exit 0; exit 0',
  );
  const record = { ...(recordOf(pid) ?? recordOf(process.pid)), pid } as NonNullable<
    ReturnType<typeof recordOf>
  >;
  expect(said).toBe('up\n');
  process.kill(pid, 'SIGKILL');
  await exited;
  expect(groupAlive(pid)).toBe(true);
  await endGroup(record, 100);
  expect(groupAlive(pid)).toBe(false);
});

test('a zombie is not alive', async () => {
  // the parent never waits for its child
  const parent = spawn('sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 60'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = await once(parent.stdout, 'data');
  const child = Number(String(said));
  const record = recordOf(child);
  for (let tries = 0; tries < 200 && record && isAlive(record); tries++) await delay(10);
  expect(record && isAlive(record)).toBeFalsy();
  const leader = recordOf(parent.pid ?? 0);
  if (leader) await endGroup(leader, 1_000);
});

test('nonsense pids name nobody and end nobody', async () => {
  for (const pid of [0, -1, 1.5, Number.NaN]) expect(recordOf(pid)).toBeUndefined();
  const own = recordOf(process.pid);
  for (const pid of [0, 1, -1]) await endGroup({ ...(own as NonNullable<typeof own>), pid }, 10);
});
