/** `npm run advisories`, with the real npm and a registry that knows weaknesses. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

// npm alone takes seconds to begin
jest.setTimeout(120_000);

describe('npm run advisories', () => {
  let registry: Server;
  let folder: string;
  let known: Record<string, object[]>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'metawsm-advisories-'));
    known = {};
    registry = createServer((request, response) => {
      request.resume().on('end', () => {
        const isQuestion = request.url?.endsWith('/advisories/bulk') === true;
        response.writeHead(isQuestion ? 200 : 404, { 'content-type': 'application/json' });
        response.end(isQuestion ? JSON.stringify(known) : '{}');
      });
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    registry.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const weakness = (id: string, severity: string) => ({
    id: 1,
    url: `https://github.com/advisories/${id}`,
    title: 'Reads more than it should',
    severity,
    vulnerable_versions: '*',
    cwe: [],
    cvss: { score: 0, vectorString: null },
  });

  /** With these weaknesses allowed; the registry's port, or one at which nobody answers. */
  function advisories(allowed: object[], port?: number): Promise<{ code: number; out: string }> {
    const file = join(folder, 'allowed.json');
    writeFileSync(file, JSON.stringify(allowed));
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      METAWSM_ADVISORIES: file,
      npm_config_registry: `http://127.0.0.1:${port ?? (registry.address() as AddressInfo).port}/`,
      npm_config_cache: join(folder, 'cache'),
      npm_config_fetch_retries: '0',
    };
    return new Promise((done) => {
      execFile(process.execPath, ['scripts/advisories.mjs'], { env }, (error, stdout, stderr) =>
        done({ code: Number(error?.code ?? 0), out: stdout + stderr }),
      );
    });
  }

  test('names what users run at any severity, and of the tools what is serious', async () => {
    expect(await advisories([])).toMatchObject({ code: 0, out: expect.stringContaining('No open advisory') });
    known = {
      tar: [weakness('GHSA-aaaa-aaaa-aaaa', 'low')],
      knip: [weakness('GHSA-bbbb-bbbb-bbbb', 'moderate')],
      jest: [weakness('GHSA-cccc-cccc-cccc', 'critical')],
    };
    const { code, out } = await advisories([]);
    expect(code).toBe(1);
    expect(out).toMatch(/OPEN +GHSA-aaaa-aaaa-aaaa tar \(low\)/);
    expect(out).toMatch(/OPEN +GHSA-cccc-cccc-cccc jest \(critical, development only\)/);
    expect(out).not.toContain('GHSA-bbbb');
  });

  test('an allowed one needs a reason that still counts', async () => {
    known = { tar: [weakness('GHSA-aaaa-aaaa-aaaa', 'high')] };
    const entry = { id: 'GHSA-aaaa-aaaa-aaaa', reason: 'only unpacks what npm has checked' };
    expect(await advisories([{ ...entry, until: '2999-01-01' }])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/allowed +GHSA-aaaa-aaaa-aaaa tar \(high\).*only unpacks/),
    });
    expect((await advisories([{ ...entry, until: '2020-01-01' }])).code).toBe(1);
    expect((await advisories([{ id: entry.id, until: '2999-01-01' }])).code).toBe(1);
  });

  test('a registry that does not answer is said loudly', async () => {
    expect(await advisories([], 9)).toMatchObject({ code: 0, out: expect.stringContaining('NOT CHECKED') });
  });
});
