/** The same words at the whole bot, as somebody types them: each gets an answer, and nothing comes of it. */
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../crash/random.js';
import { temporary } from '../../fixtures/git-repos.js';
import { makeWorld } from '../../journeys/world.js';
import { differences, pictureOf } from './ground.js';
import { weaponsFor } from './weapons.js';

const quoted = (word: string) => `"${word.replace(/["\\]/g, '\\$&')}"`;

const LINES: Record<string, (word: string) => string> = {
  'a ticket': (word) => `bootstrap ${word} --repos api --dry-run`,
  'a quoted ticket': (word) => `bootstrap ${quoted(word)} --repos api --dry-run`,
  'a repository': (word) => `bootstrap ABC-1 --repos ${quoted(word)} --dry-run`,
  'an agent': (word) => `bootstrap ABC-1 --repos api --agent ${quoted(word)} --dry-run`,
  'a base': (word) => `bootstrap ABC-1 --repos api --base=${quoted(word)} --dry-run`,
  'a base of one': (word) => `bootstrap ABC-1 --repos api --base ${quoted(`api=${word}`)} --dry-run`,
  'a goal': (word) => `bootstrap ABC-1 --repos api --goal=${quoted(word)} --dry-run`,
  'a criterion': (word) => `bootstrap ABC-1 --repos api --done=${quoted(`\`${word}\` passes`)} --dry-run`,
  'a flag': (word) => `bootstrap ABC-1 --repos api ${word} --dry-run`,
  'a command': (word) => word,
  'a run': (word) => `merge ${word} --dry-run`,
  'a run to clean': (word) => `cleanup ${word} --discard ${word}`,
  'a log': (word) => `log ${word}`,
};

export async function atTheBot(
  tries: number,
  random: Random,
): Promise<{ tries: number; failures: string[] }> {
  const failures: string[] = [];
  const traps = temporary();
  mkdirSync(join(traps, 'sprung'));
  const boom = join(traps, 'boom');
  writeFileSync(boom, `#!/bin/sh\n: > '${traps}/sprung/boom'\n`);
  chmodSync(boom, 0o755);
  const world = await makeWorld({
    agent: 'greets.sh',
    repos: { api: { 'README.md': '# A greeter\n' } },
    env: { PATH: `${traps}:${process.env.PATH ?? ''}` },
  });
  let done = 0;
  try {
    const { ana, dev, slack } = world;
    await ana.types('/metawsm status', { in: dev });
    await ana.ephemeral(/Nothing waits for you/);
    const words = weaponsFor(boom, join(traps, 'sprung'));
    const kinds = Object.keys(LINES);
    const before = pictureOf(world.root, ['home']);
    for (; done < tries; done++) {
      const word = words[random.between(0, words.length - 1)] ?? '';
      const kind = kinds[done % kinds.length] ?? '';
      const line = LINES[kind]?.(word) ?? '';
      const shown = `${kind} at the bot: ${JSON.stringify(word.slice(0, 80))}`;
      const answer = await ana
        .types(`/metawsm ${line}`.slice(0, 7_000), { in: dev })
        .catch((error) => `!${error}`);
      if (typeof answer !== 'string' || answer.startsWith('!'))
        failures.push(`${shown}: no answer (${answer})`);
      else if (/<!channel>|<@U0AAAAAAA>|<!here>/.test(answer))
        failures.push(`${shown}: a mention in the answer`);
      if (readdirSync(join(traps, 'sprung')).length > 0) {
        failures.push(`${shown}: it has run`);
        break;
      }
    }
    failures.push(...differences(before, pictureOf(world.root, ['home'])));
    if (slack.messages(dev).length > 0)
      failures.push(`the channel was told: ${slack.transcript().slice(0, 1_000)}`);
  } finally {
    await world.close().catch((error) => failures.push(`at the end: ${error}`));
  }
  return { tries: done, failures };
}
