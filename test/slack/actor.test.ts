/** What is asked of Slack about people, and what goes wrong on the way into the database. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writing } from '../fixtures/persistence/writing.js';
import { makeRig, type Rig } from './rig.js';
import { until } from './table/world.js';

const FULL = `CREATE TRIGGER full BEFORE INSERT ON people BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`;

async function withFullDisk(work: (own: Rig, free: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const own = await makeRig({ tries: 20, slack: { ackTimeoutMs: 2_500 } });
  const file = join(own.home, 'test.sqlite');
  try {
    await writing(file, FULL);
    await work(own, () => writing(file, 'DROP TRIGGER full'));
  } finally {
    await own.close();
  }
}

test('a full disk while the facts of a person were stored was told as a silence of Slack’s, and the command was lost', async () => {
  await withFullDisk(async (own, free) => {
    const nina = own.slack.person('nina');
    const typed = nina.types('/metawsm bootstrap FUL-1 --repos api', { in: own.dev }).catch(String);
    await until(async () => own.lines.some((line) => /could not be handled.*disk is full/.test(line)));
    await free();
    await nina.ephemeral(/Starting intake/, { in: own.dev });
    expect(await typed).not.toMatch(/could not check/i);
    expect(own.lines.filter((line) => /Slack did not tell/.test(line))).toEqual([]);
  });
});

test('a refresh on a full disk says so, and rejects nothing that nobody listens to', async () => {
  await withFullDisk(async (own, free) => {
    await free();
    await own.bot.actors.ensure(own.ana.id);
    await writing(join(own.home, 'test.sqlite'), FULL.replace('INSERT', 'UPDATE'));
    await own.bot.actors.refresh();
    expect(own.lines.some((line) => /could not be stored.*disk is full/.test(line))).toBe(true);
  });
});
