/** Who lives in a home, and what happens to homes whose playground was killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HomeForeign, leaveHome, openHome, sweepHomes } from '../../../src/playground/visit/homes.js';
import { HomeTaken, noteBot } from '../../../src/playground/visit/inhabitants.js';
import { groupAlive, recordOf } from '../../../src/shell/process-record.js';
import { removeTemporary, temporary } from './bench.js';

let tmp: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  tmp = temporary();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  removeTemporary();
});

/** A process in a group of its own that lives until it is ended. */
function living(): number {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  children.push(child);
  return child.pid!;
}

async function dead(): Promise<string> {
  const pid = living();
  const record = JSON.stringify(recordOf(pid));
  const child = children.at(-1)!;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return record;
}

/** A temporary home as a playground leaves it that was killed. */
async function abandoned() {
  const home = openHome(undefined, '/', tmp);
  writeFileSync(join(home.root, 'owner.json'), await dead());
  return home;
}

test('a start that came to nothing leaves a folder in which the next one succeeds', async () => {
  const root = join(tmp, 'mine');
  await leaveHome(openHome(root, '/', tmp));
  expect(openHome(root, '/', tmp).root).toBe(root);
  await leaveHome({ root, bot: join(root, 'bot'), kept: true });
  writeFileSync(join(root, 'bot', 'thesis.txt'), 'mine');
  expect(() => openHome(root, '/', tmp)).toThrow(HomeForeign);
});

test('one playground lives in a home, and nothing of who else tried is left', async () => {
  const root = join(tmp, 'mine');
  openHome(root, '/', tmp);
  expect(() => openHome(root, '/', tmp)).toThrow(HomeTaken);
  expect(readdirSync(root).sort()).toEqual(['bot', 'owner.json']);
  writeFileSync(join(root, 'owner.json'), await dead());
  expect(openHome(root, '/', tmp).root).toBe(root);
  expect(() => openHome(root, '/', tmp)).toThrow(HomeTaken);
});

test('the sweep ends the bot, agents, checks and setups of an abandoned home before it removes it', async () => {
  const { root, bot } = await abandoned();
  const run = join(bot, 'runs', 'demo-1-abcdef');
  mkdirSync(run, { recursive: true });
  const pids = [living(), living(), living(), living()] as const;
  noteBot(root, pids[0]);
  writeFileSync(join(run, 'agent.json'), JSON.stringify(recordOf(pids[1])));
  writeFileSync(join(run, 'checks.json'), JSON.stringify([recordOf(pids[2])]));
  writeFileSync(join(run, 'preparing-hello.json'), JSON.stringify([recordOf(pids[3])]));
  await sweepHomes(tmp);
  expect(pids.map(groupAlive)).toEqual([false, false, false, false]);
  expect(existsSync(root)).toBe(false);
});

test('homes of the living and of nobody stay, and one that cannot be removed keeps nobody from starting', async () => {
  const lives = openHome(undefined, '/', tmp);
  const odd = await abandoned();
  const gone = await abandoned();
  const runs = join(odd.bot, 'runs');
  writeFileSync(runs, 'no folder');
  mkdirSync(join(tmp, 'metawsm-playground-nobody'));
  await sweepHomes(tmp);
  expect(existsSync(lives.root)).toBe(true);
  expect(existsSync(gone.root)).toBe(false);
  expect(readdirSync(tmp)).toContain('metawsm-playground-nobody');
});

test('a home of which somebody else may read anything is not swept', async () => {
  const { root } = await abandoned();
  chmodSync(root, 0o755);
  await sweepHomes(tmp);
  expect(existsSync(root)).toBe(true);
});
