/** `npm run events` beside the running bot. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href;

let world: World;
beforeEach(async () => {
  world = await makeWorld({
    more: ({ ana }) => `access: { start: [everyone], answer: [${ana.id}], merge: [${ana.id}], admins: [] }`,
  });
});
afterEach(() => world.close());

/** What the command prints, and how it ends. */
function events(...args: string[]): { out: string; code: number } {
  const env = {
    PATH: process.env.PATH,
    METAWSM_HOME: world.home,
    TSX_TSCONFIG_PATH: resolve('tsconfig.json'),
  };
  const program = ['--import', TSX, resolve('src/events.ts'), ...args];
  try {
    return {
      out: execFileSync(process.execPath, program, { cwd: world.root, env, encoding: 'utf8', stdio: 'pipe' }),
      code: 0,
    };
  } catch (error) {
    const { stderr, status } = error as { stderr: string; status: number };
    return { out: stderr, code: status };
  }
}

describe('npm run events', () => {
  test('names who did what, from which message, and why it was refused', async () => {
    const { ana, ben, slack, dev } = world;
    await ana.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
    const card = await slack.message(dev, (one) => slack.visibleText(one).includes('ABC-1'), { from: 'bot' });
    const [id = ''] = /abc-1-[a-z2-7]{6}/.exec(slack.visibleText(card)) ?? [];
    await ben.types('/metawsm stop ABC-1', { in: dev });
    await ben.ephemeral(/right/, { in: dev });
    const asked = await world.hears(card, /goal/i);
    await ana.says('Goal: greet people', { in: dev, thread: card });
    await slack.waitFor(() => slack.visibleText(asked).includes('Answered'), 'the answer to be taken');

    const { out } = events('ABC-1');
    expect(out).toMatch(
      new RegExp(`${id} +${ana.name}.*\\(${ana.id}\\) +created +applied +\\S+ +command ${dev.id}`),
    );
    expect(out).toMatch(new RegExp(`${ben.id}\\) +stop +refused: not_allowed`));
    expect(out).toMatch(
      new RegExp(`${ana.id}\\) +(answer|fill) +applied +\\S+ +event ${dev.id}/\\d+\\.\\d+`),
    );
    expect(out).not.toContain('greet people');

    const refused = events('--refused', '--json').out.trim().split('\n');
    expect(refused.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        run_id: id,
        ticket: 'ABC-1',
        actor: ben.id,
        event: 'stop',
        code: 'not_allowed',
      }),
    ]);
    expect(events('--by', ben.id, '--since', '1d').out.trim().split('\n')).toHaveLength(2);
    expect(events('--since', '2100-01-01').out).toBe('Nothing matches.\n');
    expect(events('ABC-1', '--all').out).toMatch(/metawsm +.*work/);
  });

  test('what cannot be understood is refused with the usage', () => {
    expect(events('--since', 'yesterday')).toMatchObject({
      code: 78,
      out: expect.stringContaining('--since 7d'),
    });
    expect(events('--nobody').code).toBe(78);
  });
});
