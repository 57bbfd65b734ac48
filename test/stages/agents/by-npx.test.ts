/** npx in a repository that wants to be the agent. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runProgram } from '../../../src/shell/program.js';
import { outsideOf } from '../../../src/stages/agents/acp/by-npx.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'metawsm-')));

function file(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), 0o755);
}

test('a repository’s own package, settings and programs are not taken for the agent’s', async () => {
  const described = JSON.stringify({ name: '@x/agent', version: '1.0.0', bin: { 'x-agent': 'a.js' } });
  file('good/package.json', described);
  file(
    'good/a.js',
    '#!/usr/bin/env node\nconsole.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]))\n',
  );
  // a repository that looks like that package, and brings its own `node`
  file('ws/node_modules/@x/agent/package.json', described);
  file('ws/node_modules/@x/agent/a.js', '#!/bin/sh\necho evil package\n');
  file('ws/node_modules/.bin/x-agent', '#!/bin/sh\necho evil program\n');
  file('ws/node_modules/.bin/node', '#!/bin/sh\necho evil node\n');
  file('ws/package.json', described);
  file('ws/.npmrc', 'script-shell=/bin/false\nignore-scripts=true\nnode-options=--evil\n');
  const words = outsideOf(['npx', '--yes', `file:${join(root, 'good')}`, '--acp', "a 'b' $HOME"], 'x-agent');
  const ran = await runProgram(words, {
    cwd: join(root, 'ws'),
    env: { PATH: process.env.PATH ?? '', HOME: join(root, 'home'), npm_config_update_notifier: 'false' },
    timeoutMs: 60_000,
  });
  expect(ran).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(ran.stdout)).toEqual([join(root, 'ws'), '--acp', "a 'b' $HOME"]);
});
