/** A disk that is really full: a small file system in memory, where this machine lets one be mounted. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { removeTemporary, temporary } from '../../../fixtures/git-repos.js';
import { until } from '../../desk.js';
import { Rig } from './rig.js';

const mounted: string[] = [];
const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  for (const folder of mounted.splice(0)) execFileSync('umount', ['-l', folder]);
  removeTemporary();
});

const mount = (folder: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', folder], { encoding: 'utf8' });

function whyNot(): string | undefined {
  const folder = temporary();
  const { status, stderr, error } = mount(folder);
  if (status === 0) spawnSync('umount', [folder]);
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

const missing = whyNot();
if (missing)
  process.stderr.write(
    `SKIPPED: no small disk can be mounted, so that a full one is not tried (${missing})\n`,
  );

/** Until not a byte more fits. */
function fill(folder: string): string {
  const file = join(folder, 'filler');
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2))
    try {
      for (;;) appendFileSync(file, 'x'.repeat(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  return file;
}

(missing ? test.skip : test)(
  'an answer that the disk has no room for is not half sent: it arrives once, when there is room',
  async () => {
    const text = `The whole answer: ${'é'.repeat(6_000)}`;
    const form = {
      method: 'elicitation/create',
      params: {
        mode: 'form',
        message: 'Which one?',
        requestedSchema: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      },
      id: 'q',
    };
    const r = new Rig({ turns: [[{ ask: form }, { wait: 'go' }]] });
    rigs.push(r);
    const folder = r.runFile('');
    mkdirSync(folder, { recursive: true });
    const { status, stderr } = mount(folder);
    if (status !== 0) throw new Error(stderr);
    mounted.push(folder);
    const faults: unknown[] = [];
    const stage = await r.begin({ fault: (_, error) => faults.push(error) });
    const request = await r.asked();
    const filler = fill(folder);
    const answer = { text, decision: { by: 'U1', at: '' } };
    Object.assign(request, { state: 'answered', answer });
    for (let tries = 0; tries < 3; tries++)
      await expect(stage.answer(r.desk.run, request)).rejects.toThrow(/ENOSPC/);
    expect(r.answers()).toEqual([]);
    // The agent goes on to tell things that nobody can note now.
    rmSync(filler);
    expect(await stage.answer(r.desk.run, request)).toBe('delivered');
    await until(() => r.answers().length > 0, 'it arrives');
    r.make('go');
    await r.exited();
    expect(r.answers()).toMatchObject([{ id: 'q', result: { action: 'accept', content: { a: text } } }]);
    expect(readFileSync(r.turnFile('sent.jsonl'), 'utf8')).toMatch(/#\n\{/);
  },
);
