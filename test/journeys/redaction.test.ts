/** What must not leave the bot does not: not to Slack, not into the log, not into the evidence. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openStore } from '../../src/persistence/store.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const SECRET = 'npm-s3cr3t-0815-4711';
const COPIED = 'copied-s3cr3t-2342';
const TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

test('mentions, links and secrets of an agent and of a check', async () => {
  world = await makeWorld({
    repos: {
      api: {
        'README.md': '# A greeter\n',
        'leak.sh': `#!/bin/sh\necho "token $NPM_TOKEN <!channel> ${TOKEN}"\nprintf %s "$NPM_TOKEN" | base64\ncat .env\nexit 1\n`,
        'leak-well.sh': '#!/bin/sh\necho "$NPM_TOKEN"; cat .env\n',
        '.gitignore': '.env\n',
      },
    },
    agent: 'tells-secrets.sh',
    repoLines: ['env: [NPM_TOKEN]', 'copy: [.env]'],
    agentLines: ['env: [NPM_TOKEN]'],
    files: { 'api/clone/.env': `SERVICE_PASSWORD=${COPIED}\n` },
    env: { NPM_TOKEN: SECRET },
    more: 'checks: { attempts: 0 }',
  });
  const { slack, ana, dev } = world;
  const { card, id } = await world.begins('ABC-1', { done: '`./leak-well.sh`; `./leak.sh`' });
  const asked = await world.hears(card, /asks for ABC-1/);
  expect(slack.mentions(asked)).toEqual([ana.id]);
  expect(JSON.stringify(asked.blocks)).not.toMatch(/<!channel>|<!here>|<@U0EVERY1>|<https:\/\/evil/);
  expect(slack.visibleText(asked)).toMatch(/evil\.example/);
  await ana.presses({ action_id: slack.buttons(asked)[0]!.action_id }, { on: asked });

  const failed = await world.hears(card, /failed for good/);
  expect(slack.mentions(failed)).toEqual([ana.id]);
  await ana.types(`/metawsm status ${id}`, { in: dev });
  expect(world.inWorkspace(id, 'secret.txt')).toBe(`key ${SECRET}\n`);
  await world.stop();

  const { unit, close } = await openStore({
    url: `sqlite:${join(world.home, 'metawsm.sqlite')}`,
    home: world.home,
  });
  const evidence = JSON.stringify((await unit.read.run(id))?.snapshot.context.evidence);
  await close();
  expect(evidence).toMatch(/leak\.sh.*redacted/);
  expect(evidence).toMatch(/"leftovers":\["left-[^"]*redacted[^"]*\.txt"\]/);
  expect(evidence).toMatch(/"said":"Greets, with [^"]*redacted/);
  const said = JSON.stringify([slack.calls, slack.messages(dev), ana.ephemerals({ in: dev })]);
  const base64 = Buffer.from(SECRET).toString('base64');
  for (const secret of [SECRET, base64, COPIED, TOKEN]) {
    expect(said).not.toContain(secret);
    expect(world.lines.join('\n')).not.toContain(secret);
    expect(evidence).not.toContain(secret);
  }
}, 60_000);
