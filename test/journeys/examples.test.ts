/** Each configuration in examples/ starts, with repositories where it expects them, and goes to its first card. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config.js';
import { makeRepo } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const configurations = readdirSync('examples').filter((name) => name.endsWith('.yml'));

test.each(configurations)(
  '%s',
  async (name) => {
    world = await makeWorld({ asleep: true, repos: {} });
    const { slack, ana, dev, root, env } = world;
    const top = join(root, 'metawsm');
    mkdirSync(top);
    symlinkSync(resolve('examples'), join(top, 'examples'));
    // Another host cannot be reached from a test, so its repository lies here.
    const hosted = (repo: string) => join(root, 'host', repo);
    const text = readFileSync(join('examples', name), 'utf8');
    writeFileSync(
      join(top, 'metawsm.yml'),
      text.replace(/url: \S+\/(\S+)\.git/g, (_, repo: string) => `url: file://${hosted(repo)}`),
    );
    env.METAWSM_CONFIG = join(top, 'metawsm.yml');

    const { repos, agents } = loadConfig({ env, cwd: top });
    for (const { name: repo, url, base = 'main', ...origin } of repos) {
      const path = url === undefined ? origin.path! : hosted(repo);
      expect(path.startsWith(root)).toBe(true);
      expect(base).toBe('main');
      makeRepo(path, { 'README.md': '# Here\n', 'package.json': '{"scripts": {"test": "true"}}\n' });
    }
    for (const { command, preset } of agents)
      if (!preset) expect(readdirSync('examples/agents')).toContain(command[0]!.split('/').at(-1));

    await world.start();
    await ana.types(`/metawsm bootstrap EX-1 --repos ${repos[0]!.name}`, { in: dev });
    const card = await slack.message(dev, /EX-1/, { from: 'bot', timeoutMs: 20_000 });
    await world.hears(card, /goal/i);
  },
  60_000,
);
