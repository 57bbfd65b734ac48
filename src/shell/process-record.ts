/** Who a process is, so that it is recognised after a restart of the bot, and how its whole group is ended. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { execaSync } from 'execa';

/** A pid alone may belong to somebody else later; with start time and boot it cannot. */
export interface ProcessRecord {
  pid: number;
  /** Clock ticks since boot on Linux, the start time as text elsewhere. */
  startTicks: string;
  bootId: string;
}

interface Seen {
  startTicks: string;
  zombie: boolean;
  group: number;
}

const onLinux = process.platform === 'linux';

/** The record of a running process; undefined when there is none of this pid. */
export function recordOf(pid: number): ProcessRecord | undefined {
  const seen = look(pid);
  return seen && { pid, startTicks: seen.startTicks, bootId: bootId() };
}

/** True while the recorded process runs: same start, same boot, and not a zombie. */
export function isAlive(record: ProcessRecord): boolean {
  const seen = look(record.pid);
  return !!seen && !seen.zombie && seen.startTicks === record.startTicks && bootId() === record.bootId;
}

/**
 * Ends the group that the recorded process leads: SIGTERM, after `graceMs` SIGKILL. Ends the members that outlived
 * their leader as well. Does nothing when the pid belongs to another process by now.
 */
export async function endGroup(record: ProcessRecord, graceMs: number): Promise<void> {
  if (bootId() !== record.bootId) return;
  const seen = look(record.pid);
  if (seen && (seen.startTicks !== record.startTicks || seen.group !== record.pid)) return;
  await endMembers(record.pid, graceMs);
}

/** Ends every living member of a process group; returns when none is left or all were sent SIGKILL. */
export async function endMembers(group: number, graceMs: number): Promise<void> {
  if (!signalGroup(group, 'SIGTERM')) return;
  if (await groupGone(group, graceMs)) return;
  signalGroup(group, 'SIGKILL');
  await groupGone(group, 2_000);
}

/** True while the group has a member that is no zombie. */
export function groupAlive(group: number): boolean {
  if (!signalGroup(group, 0)) return false;
  if (!onLinux) return true;
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    const seen = look(Number(name));
    return seen?.group === group && !seen.zombie;
  });
}

/** True while the process `pid` runs and belongs to the group that `leader` leads. */
export function isMember(pid: number, leader: number): boolean {
  const seen = look(pid);
  return seen?.group === leader && !seen.zombie;
}

/**
 * The groups of processes whose environment names a path below `folder`: also those that nobody could note, because the
 * bot died right after it had started them. Only where the system shows environments.
 */
export const groupsNaming = (folder: string): number[] =>
  groupsWhose((environment) => environment.includes(`=${folder}/`));

/** Living leaders of process groups whose environment has exactly this `NAME=value`. Only where the system shows it. */
export const leadersWith = (entry: string): number[] =>
  withEnvironment((text) => text.split('\0').includes(entry)).filter((pid) => isMember(pid, pid));

/** Groups with a living process whose environment fits. */
function groupsWhose(fits: (environment: string) => boolean): number[] {
  const groups = withEnvironment(fits).flatMap((pid) => {
    const seen = look(pid);
    return seen && !seen.zombie ? seen.group : [];
  });
  return [...new Set(groups)];
}

function withEnvironment(fits: (environment: string) => boolean): number[] {
  if (!onLinux) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return fits(readFileSync(`/proc/${pid}/environ`, 'utf8'));
      } catch {
        return false; // it ended while it was looked at, or belongs to somebody else
      }
    });
}

/**
 * Ends every group with a process that was started with all of these entries (`NAME=value`) in its environment: also what
 * has left the group of its parent. Our own group is left alone. Only where the system shows environments.
 */
export async function endMarked(entries: readonly string[], graceMs: number): Promise<void> {
  // What is forked meanwhile is found in the next round.
  for (let round = 0; round < 5; round++) {
    const groups = groupsMarked(entries);
    if (groups.length === 0) return;
    await Promise.all(groups.map((group) => endMembers(group, round === 0 ? graceMs : 0)));
  }
}

function groupsMarked(entries: readonly string[]): number[] {
  const own = look(process.pid)?.group;
  const groups = groupsWhose((environment) => {
    const there = environment.split('\0');
    return entries.every((entry) => there.includes(entry));
  });
  return groups.filter((group) => group !== own);
}

async function groupGone(group: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (let pauseMs = 5; groupAlive(group); pauseMs = Math.min(pauseMs * 2, 100)) {
    if (performance.now() >= deadline) return false;
    await delay(pauseMs);
  }
  return true;
}

/** False when there is no such group. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  // -1 and 0 would mean everybody and ourselves
  if (!Number.isInteger(group) || group <= 1) return false;
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    // EPERM on macOS also means that only zombies are left
    if (['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function look(pid: number): Seen | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return onLinux ? lookInProc(pid) : lookWithPs(pid);
}

function lookInProc(pid: number): Seen | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // the program's name stands in parentheses and may hold spaces and parentheses itself
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    startTicks: fields[19] ?? '',
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    group: Number(fields[2]),
  };
}

function lookWithPs(pid: number): Seen | undefined {
  const { stdout, exitCode } = execaSync('ps', ['-o', 'stat=,pgid=,lstart=', '-p', String(pid)], {
    reject: false,
    env: { LC_ALL: 'C' },
  });
  const found = exitCode === 0 ? /^\s*(\S+)\s+(\d+)\s+(.+?)\s*$/.exec(stdout) : null;
  if (!found) return undefined;
  return { startTicks: found[3] ?? '', zombie: found[1]?.startsWith('Z') ?? false, group: Number(found[2]) };
}

let knownBootId: string | undefined;

/** The same until the machine starts anew. */
export function bootId(): string {
  knownBootId ??= onLinux
    ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    : execaSync('sysctl', ['-n', 'kern.boottime'], { reject: false }).stdout || 'unknown';
  return knownBootId;
}
