/** Runs of a bot whose clock is set to and fro all the time, by up to six hours: each comes to its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { makeWorld } from '../../journeys/world.js';
import { carryThrough, GREETER } from './insistent.js';

export async function jumpClock(many: number): Promise<{ tries: number; failures: string[] }> {
  const failures: string[] = [];
  const world = await makeWorld({ ...GREETER, asleep: true });
  const bot = spawn(process.execPath, ['--import', 'tsx', resolve('test/hostile/faults/clock-bot.ts')], {
    env: { ...world.env, TSX_TSCONFIG_PATH: resolve('tsconfig.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [bot.stdout, bot.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => {
      words = (words + more).slice(-4_000);
    });
  try {
    await world.slack.connected(1, 60_000);
    for (let n = 1; n <= many; n += 1)
      await carryThrough(world, `CLOCK-${n}`).catch((error: unknown) =>
        failures.push(`a clock that jumps: ${String(error)}`),
      );
    failures.push(...saidTwice(world));
    if (words.includes('"level":"error"')) failures.push(`a clock that jumps: the bot reports ${words}`);
  } finally {
    const ended = once(bot, 'exit');
    bot.kill('SIGTERM');
    await ended;
    await world.close().catch((error: unknown) => failures.push(`a clock that jumps: ${String(error)}`));
  }
  return { tries: many, failures };
}

/** Cards and summaries of one run are there once. */
function saidTwice({ slack, dev }: Awaited<ReturnType<typeof makeWorld>>): string[] {
  const roots = slack.messages(dev, { from: 'bot' }).filter((one) => !one.thread_ts);
  const tickets = roots.map((one) => /CLOCK-\d+/.exec(slack.visibleText(one))?.[0]);
  return tickets
    .filter((ticket, at) => tickets.indexOf(ticket) !== at)
    .map((ticket) => `${ticket} has two cards`);
}
