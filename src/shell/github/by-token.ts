/** GitHub's REST interface with a token, which goes to its host and to no other. */
import { IssueFault, type Page } from './types.js';

const MOST_TURNS = 3;

/** The answer to one request. Throws `IssueFault`, or what the network says. */
export async function byToken(
  path: string,
  mostBytes: number,
  { api, token }: { api: string; token: string },
  signal: AbortSignal,
): Promise<Page> {
  let url = new URL(`${api}/${path}`);
  for (let turns = 0; ; turns++) {
    const response = await fetch(url.href, { headers: headersWith(token), redirect: 'manual', signal });
    const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : undefined;
    if (to === undefined) return pageOf(response, mostBytes);
    await response.body?.cancel();
    // an issue that was moved, or a repository that was renamed
    const next = to !== null && URL.canParse(to, url.href) ? new URL(to, url) : undefined;
    if (next?.origin !== url.origin) throw new IssueFault('moved_away', next?.host ?? '');
    if (turns >= MOST_TURNS) throw new IssueFault('unanswered', 'GitHub sends from one address to the next');
    url = next;
  }
}

const headersWith = (token: string) => ({
  Accept: 'application/vnd.github+json',
  Authorization: `Bearer ${token}`,
  'User-Agent': 'metawsm',
  'X-GitHub-Api-Version': '2022-11-28',
});

async function pageOf(response: Response, mostBytes: number): Promise<Page> {
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body: await bodyOf(response, mostBytes),
  };
}

async function bodyOf({ body }: Response, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    // leaving the loop ends the request
    if (bytes > mostBytes) throw new IssueFault('oversized');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
