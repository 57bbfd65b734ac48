/** The bot as a process: what happens when it dies by itself. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { OwnBot } from '../../../src/playground/visit/bot-process.js';

let slack: SlackServer;
let bot: OwnBot | undefined;
beforeEach(async () => {
  slack = await startSlack();
});
afterEach(async () => {
  await bot?.stop(true);
  await slack.close();
});

/** Runs a program in the bot's place until it is given up. */
function lost(code: string): Promise<{ exitCode: number | null; output: string; starts: number }> {
  return new Promise((resolve) => {
    const own = new OwnBot({
      slack,
      argv: [process.execPath, '--input-type=module', '-e', code],
      cwd: '/',
      env: {
        PATH: process.env.PATH ?? '',
        WAY: JSON.stringify({ url: slack.url, ticket: slack.appToken }),
      },
      onOutput: () => undefined,
      onLost: (exitCode, output) => resolve({ exitCode, output, starts: own.look().starts }),
    });
    bot = own;
    own.start();
  });
}

test('a bot that dies again and again is given up, with the end of what it said', async () => {
  const end = await lost('console.error("no more disk"); process.exitCode = 3');
  expect(end).toMatchObject({ exitCode: 3, starts: 5, output: 'no more disk\n' });
  expect(bot?.look()).toMatchObject({ state: 'gone' });
}, 60_000);

test('a faulty configuration is not tried again', async () => {
  const end = await lost('console.error("access is missing"); process.exitCode = 78');
  expect(end).toMatchObject({ exitCode: 78, starts: 1, output: 'access is missing\n' });
}, 30_000);

test('a bot that connects and dies each time is given up as well', async () => {
  const code = `
    const { url, ticket } = JSON.parse(process.env.WAY);
    const answer = await fetch(url + 'apps.connections.open', {
      method: 'POST', headers: { authorization: 'Bearer ' + ticket },
    });
    const { hostname, port, pathname, search } = new URL((await answer.json()).url);
    const { request } = await import('node:http');
    request({
      hostname, port, path: pathname + search,
      headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    }).on('upgrade', () => process.exit(3)).end();
  `;
  const end = await lost(code);
  expect(end).toMatchObject({ exitCode: 3, starts: 5 });
}, 60_000);
