/** How the bot reads issues of GitHub: token and address, both optional. */
import type { Fault } from './faults.js';
import type { Config } from './types.js';
import { type Environment, read } from './variables.js';

const USUAL = { api: 'https://api.github.com', site: 'https://github.com' };

/** Reads them; what is wrong goes to `faults`, never with its value. */
export function readGithub(env: Environment, faults: Fault[]): Config['github'] {
  const token = tokenOf(env, faults);
  return { ...addressOf(env, faults), ...(token === undefined ? {} : { token }) };
}

function tokenOf(env: Environment, faults: Fault[]): string | undefined {
  const [first, second] = [read(env, 'GITHUB_TOKEN'), read(env, 'GH_TOKEN')];
  const token = first ?? second;
  // it travels in a header, and what refuses it there would repeat it
  if (token !== undefined && !/^[\x21-\x7e]{8,1000}$/u.test(token))
    faults.push({
      place: first === undefined ? 'GH_TOKEN' : 'GITHUB_TOKEN',
      what: 'is no token',
      remedy:
        'make one that may read issues: github.com → Settings → Developer settings → Personal access tokens; or leave it empty',
    });
  return token;
}

function addressOf(env: Environment, faults: Fault[]): { api: string; site: string } {
  const text = read(env, 'GITHUB_API_URL');
  if (text === undefined) return USUAL;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(url.hostname);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (!url || !isSafe || url.search || url.hash || url.username) {
    faults.push({
      place: 'GITHUB_API_URL',
      what: 'is no address of a GitHub',
      remedy:
        'write `https://<your host>/api/v3` (plain `http://` works only on this machine), or leave it empty for github.com',
    });
    return USUAL;
  }
  const api = `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
  // github.com and its relatives have a host of its own for it, Enterprise has a path
  return { api, site: `${url.protocol}//${url.host.replace(/^api\./u, '')}` };
}
