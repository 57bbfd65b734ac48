import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { hideCopiedSecrets } from '../../src/app/copied-secrets.js';
import type { Config } from '../../src/config.js';
import type { Log } from '../../src/logging.js';
import { createRedactor } from '../../src/redact.js';
import { removeTemporary, temporary, write } from '../fixtures/git-repos.js';

afterEach(removeTemporary);

test('secrets of a `copy` file are known also where it is a link, as `copy` follows it', async () => {
  const path = temporary();
  write(path, { '.env.local': 'API_TOKEN=tango-4711\n', 'conf/own': 'API_KEY=kilo-4711-x\n', 'far/x': '' });
  write(path, { 'outside/.env': 'DB_PASSWORD=papa-4711\n' });
  symlinkSync('.env.local', join(path, '.env'));
  symlinkSync('conf', join(path, 'current'));
  symlinkSync(join(path, 'outside', '.env'), join(path, 'conf', 'linked'));
  symlinkSync('..', join(path, 'conf', 'loop'));
  const redact = createRedactor({ env: {} });
  const repos = [{ name: 'api', path, copy: ['.env', 'current'] }];
  const log = { warn: () => undefined } as unknown as Log;
  await hideCopiedSecrets({ home: temporary(), repos } as unknown as Config, redact, log);
  expect(redact('tango-4711 kilo-4711-x papa-4711')).toBe('[redacted] [redacted] [redacted]');
});
