/** The change that a commit brought, as a small page of its own. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Denied } from './guard.js';
import type { PageParts } from './ports.js';

/** `path`: `<repository>/<commit>`. @throws Denied */
export async function diffPage(parts: PageParts, path: string, response: ServerResponse): Promise<void> {
  const [, repo, commit] = /^([\w.-]{1,100})\/([0-9a-f]{4,64})$/.exec(path) ?? [];
  const diff = repo && commit ? await parts.diff(repo, commit) : undefined;
  if (repo === undefined || commit === undefined || diff === undefined)
    throw new Denied(404, 'There is no such commit.');
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
  });
  response.end(html(`${repo} ${commit.slice(0, 10)}`, diff, nonce));
}

function html(title: string, diff: string, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonce}">${STYLE}</style>
<h1>${escaped(title)}</h1>
<pre><code>${lines(diff)}</code></pre>
</html>
`;
}

function lines(diff: string): string {
  let isInHunk = false;
  const drawn = diff
    .trimEnd()
    .split('\n')
    .map((line) => {
      if (line.startsWith('diff --git ')) isInHunk = false;
      if (line.startsWith('@@')) isInHunk = true;
      return `<span class="${kindOf(line, isInHunk)}">${escaped(line) || ' '}</span>`;
    });
  return drawn.join('');
}

/** Only inside of a hunk do + and − mean lines; above it stand names of files. */
function kindOf(line: string, isInHunk: boolean): string {
  if (line.startsWith('diff --git ')) return 'file';
  if (line.startsWith('@@')) return 'hunk';
  if (!isInHunk) return 'about';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const STYLE = `
:root { color-scheme: light dark; --back: #fff; --text: #1d1c1d; --quiet: #616061; --edge: #ddd;
  --added: #e3f5e9; --added-text: #0b5c36; --removed: #fdeaea; --removed-text: #9b1c2e; --hunk: #f2f2f4; }
@media (prefers-color-scheme: dark) { :root { --back: #1a1d21; --text: #d1d2d3; --quiet: #9a9b9d; --edge: #35373b;
  --added: #12352a; --added-text: #7fd6a6; --removed: #41202a; --removed-text: #f5a3ae; --hunk: #26292e; } }
body { margin: 0; padding: 16px 20px 40px; background: var(--back); color: var(--text);
  font: 15px/1.5 -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0 0 12px; font-size: 18px; overflow-wrap: anywhere; }
pre { margin: 0; padding: 8px 0; border: 1px solid var(--edge); border-radius: 8px; overflow-x: auto;
  font: 12.5px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; tab-size: 4; }
code { display: inline-block; min-width: 100%; font: inherit; }
span { display: block; padding: 0 14px; }
.file { margin-top: 10px; padding-top: 8px; border-top: 1px solid var(--edge); font-weight: 600; }
.about { color: var(--quiet); }
.hunk { background: var(--hunk); color: var(--quiet); }
.added { background: var(--added); color: var(--added-text); }
.removed { background: var(--removed); color: var(--removed-text); }
`;
