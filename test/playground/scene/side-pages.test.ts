/** The change of a commit as a page, and the inspector's stream. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type PageRig, pageBefore, workspace } from './page-rig.js';

let world: Awaited<ReturnType<typeof workspace>>;
let page: PageRig;

beforeEach(async () => {
  world = await workspace();
});
afterEach(async () => {
  page.close();
  await world.slack.close();
});

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const DIFF = `commit ${COMMIT}
Author: Agent <agent@example.com>

    Greet <everybody> & "all"

diff --git a/src/hello.js b/src/hello.js
--- a/src/hello.js
+++ b/src/hello.js
@@ -1,2 +1,2 @@
 const same = true;
--- was a decrement
+<script>alert(1)</script>
`;

describe('a change', () => {
  const asked: string[] = [];
  beforeEach(() => {
    asked.length = 0;
    page = pageBefore(world.slack, [world.ana], {
      diff: async (repo, commit) => {
        asked.push(`${repo} ${commit}`);
        return repo === 'hello' && commit === COMMIT ? DIFF : undefined;
      },
    });
  });

  test('is drawn line by line, and nothing in it is markup', async () => {
    const { status, headers, body } = await page.asks(page.keyed(`/_page/diff/hello/${COMMIT}`));
    expect(status).toBe(200);
    expect(body).not.toContain('<script');
    expect(body).toContain('<span class="added">+&lt;script&gt;alert(1)&lt;/script&gt;</span>');
    expect(body).toContain('<span class="removed">--- was a decrement</span>');
    expect(body).toContain('<span class="about">+++ b/src/hello.js</span>');
    expect(body).toContain('<span class="same"> const same = true;</span>');
    expect(body).toContain('Greet &lt;everybody&gt; &amp; &quot;all&quot;');
    const [, nonce] = /style-src 'nonce-([^']+)'/.exec(String(headers['content-security-policy'])) ?? [];
    expect(body).toContain(`<style nonce="${nonce}">`);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('is asked for by plain names alone', async () => {
    for (const path of [
      `hello/${COMMIT}/`,
      'hello/HEAD',
      'hello/--output=x',
      `hello%2f..%2f/${COMMIT}`,
      `../hello/${COMMIT}`,
      'hello/abc',
      'hello',
    ])
      expect([path, (await page.asks(page.keyed(`/_page/diff/${path}`))).status]).toEqual([path, 404]);
    expect(asked).toEqual([]);
    expect((await page.asks(page.keyed(`/_page/diff/none/${COMMIT}`))).status).toBe(404);
    expect(asked).toEqual([`none ${COMMIT}`]);
  });
});

describe('the inspector', () => {
  test('is a stream where there is one, and ends with its reader', async () => {
    let send: (data: unknown) => void = () => {};
    const ended = new Promise<void>((resolve) => {
      page = pageBefore(world.slack, [world.ana], {
        inspect(given) {
          send = given;
          given({ event: 'start' });
          return resolve;
        },
      });
    });
    const tab = await page.opens();
    expect(tab.piece('me', 'me').hasInspector).toBe(true);
    const answer = await fetch(`http://127.0.0.1:${page.port}${page.keyed('/_page/inspector')}`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const reader = answer.body!.getReader();
    let heard = '';
    const hear = async (words: string): Promise<void> => {
      while (!heard.includes(words)) heard += new TextDecoder().decode((await reader.read()).value);
    };
    await hear('data: {"event":"start"}\n\n');
    send({ event: 'line\nbreak' });
    await hear('data: {"event":"line\\nbreak"}\n\n');
    await reader.cancel();
    await ended;
  });

  test('is not there where nothing looks inside', async () => {
    page = pageBefore(world.slack, [world.ana]);
    expect((await page.asks(page.keyed('/_page/inspector'))).status).toBe(404);
  });
});
