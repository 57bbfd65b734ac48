/** The built page: files of one folder and nothing outside of it. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Denied } from './guard.js';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  type: string;
  cache: string;
  content: Buffer;
}

/** A file of the folder by the path of an address. @throws Denied 404 for everything else */
export async function staticFile(folder: string, pathname: string): Promise<StaticFile> {
  const missing = new Denied(404, 'There is no such page.');
  const path = pathname === '/' ? '/index.html' : plainPath(pathname);
  const type = TYPES[extname(path ?? '')];
  if (path === undefined || type === undefined) throw missing;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep)) throw missing;
    return { type, cache: cacheOf(path), content: await readFile(file) };
  } catch {
    throw missing;
  }
}

/** Names of letters, digits, `_`, `-` and inner dots; Vite makes no others. */
function plainPath(pathname: string): string | undefined {
  return /^(?:\/[\w-]+(?:\.[\w-]+)*)+$/.test(pathname) ? pathname : undefined;
}

/** Names below assets/ carry a hash of their content. */
function cacheOf(path: string): string {
  return path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
}
