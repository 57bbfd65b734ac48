/** What the inspector of a visit hides. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config.js';
import { redactorOf } from '../../../src/playground/visit/inspection.js';
import { removeTemporary, temporary } from './bench.js';

afterEach(removeTemporary);

test('secrets of the environment, and of the .env where the bot is started', async () => {
  const cwd = temporary();
  const home = join(cwd, 'home');
  writeFileSync(join(cwd, '.env'), 'TEAM_PASSWORD=correct-horse-battery\nFLAVOUR=everything-else\n');
  const file = join(cwd, 'metawsm.yml');
  writeFileSync(
    file,
    'repos: [{ name: api, path: ./api }]\nagents: [{ name: sh, command: [sh] }]\naccess: { start: [everyone] }\n',
  );
  const env = { DEPLOY_TOKEN: 'staple-of-the-day' };
  const stand = { SLACK_BOT_TOKEN: 'xoxb-1-2-aaaaaaaa', SLACK_APP_TOKEN: 'xapp-1-2-aaaaaaaa' };
  const config = loadConfig({ env: { ...stand, METAWSM_CONFIG: file, METAWSM_HOME: home }, cwd });
  const redact = await redactorOf(config, { env, cwd });
  expect(redact('correct-horse-battery staple-of-the-day everything-else')).toBe(
    '[redacted] [redacted] everything-else',
  );
});
