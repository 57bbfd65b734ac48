/** The wrappers of examples/wrap, as far as they can be used here. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Place, put, text } from './place.js';

export type Recipe = { name: string; wrap: string[]; end: () => void } | { name: string; missing: string };

/** `only` is a name given by the caller: then the other is not even looked for. */
export function recipes(place: Place, only?: string): Recipe[] {
  const all = { bubblewrap, container: () => container(place) };
  return Object.entries(all).flatMap(([name, find]) => (only && only !== name ? [] : [find()]));
}

export const BUBBLEWRAP = resolve('examples/wrap/bubblewrap.sh');

/** Why bubblewrap cannot be used; undefined where it can. */
export function lacksBubblewrap(): string | undefined {
  const asUser = process.getuid?.() === 0 ? ['--unshare-user', '--uid', '1000'] : [];
  const works = spawnSync('bwrap', [...asUser, '--unshare-pid', '--ro-bind', '/', '/', 'true']).status === 0;
  return works ? undefined : 'bubblewrap is not installed, or may not be used here';
}

function bubblewrap(): Recipe {
  const name = 'bubblewrap';
  const missing = lacksBubblewrap();
  return missing ? { name, missing } : { name, wrap: [BUBBLEWRAP], end: () => {} };
}

const IMAGE = 'localhost/metawsm-containment';
/** What a system has beside /usr, which is shown from outside. */
const FOLDERS = ['etc', 'usr', 'tmp', 'proc', 'sys', 'dev', 'run', 'var', 'root'];

/** The image is made of this machine's own files, so that nothing is fetched. */
function container(place: Place): Recipe {
  const name = 'container';
  const engine = [process.env.CONTAINER_ENGINE ?? '', 'docker', 'podman'].find(
    (one) => one !== '' && spawnSync(one, ['ps'], { timeout: 20_000 }).status === 0,
  );
  if (!engine) return { name, missing: 'neither docker nor podman answers' };
  const root = join(place.root, 'image');
  for (const folder of FOLDERS) mkdirSync(join(root, folder), { recursive: true });
  for (const link of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(readlinkSync(`/${link}`), join(root, link));
  for (const file of ['passwd', 'group', 'nsswitch.conf'])
    put(join(root, 'etc', file), text(`/etc/${file}`), 0o644);
  const tar = spawnSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 64 * 1024 * 1024 });
  const made = spawnSync(engine, ['import', '-', IMAGE], { input: tar.stdout, encoding: 'utf8' });
  if (made.status !== 0) return { name, missing: `${engine} import: ${made.stderr.trim()}` };
  const options = ['--engine', engine, '--image', IMAGE, '--network', 'host', '--read', '/usr'];
  return {
    name: `container (${engine.split('/').at(-1)})`,
    wrap: [resolve('examples/wrap/container.sh'), ...options],
    end: () => void spawnSync(engine, ['image', 'rm', IMAGE]),
  };
}
