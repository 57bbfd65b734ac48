/** A bot that is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@jest/globals';
import { until } from '../../desk.js';
import type { Rig } from './rig.js';

/** Another process is the bot, until it is killed. */
export async function botUntil(r: Rig, mark: (said: string) => boolean, agent = r.agent()): Promise<string> {
  const context = join(r.desk.home, 'context.json');
  writeFileSync(context, JSON.stringify(r.desk.run));
  const args = [
    r.desk.home,
    r.desk.workspace,
    JSON.stringify(agent),
    JSON.stringify(r.environment()),
    context,
  ];
  const bot = spawn(
    process.execPath,
    ['--import', 'tsx', resolve('test/stages/agents/acp/bot.ts'), ...args],
    {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const closed = once(bot, 'close');
  let said = '';
  bot.stdout.on('data', (text) => {
    said += String(text);
  });
  await until(() => mark(said), 'the bot is where it shall be killed', 20_000);
  bot.kill('SIGKILL');
  expect(await closed).toEqual([null, 'SIGKILL']);
  return said;
}
