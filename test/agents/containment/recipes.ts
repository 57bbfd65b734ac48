/** The wrappers of examples/wrap, with what docs/containment.md says that each agent needs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AgentName } from '../environments.js';
import { type Place, put, text } from './place.js';

/** Files below HOME: settings to read, and the log-in that the agent renews. */
export const NEEDS: Record<AgentName, { read: string; write: string }> = {
  claude: { read: '.claude/settings.json', write: '.claude/.credentials.json' },
  codex: { read: '.codex/config.toml', write: '.codex/auth.json' },
  gemini: { read: '.gemini/settings.json', write: '.gemini/oauth_creds.json' },
  opencode: { read: '.config/opencode/opencode.json', write: '.local/share/opencode/auth.json' },
};

export type Recipe = { name: string; wrap: string[]; end: () => void } | { name: string; missing: string };

/** `only` is a name given by the caller: then the other is not even looked for. */
export function recipes(place: Place, only?: string): Recipe[] {
  const all = { bubblewrap, container: () => container(place) };
  return Object.entries(all).flatMap(([name, find]) => (only && only !== name ? [] : [find()]));
}

function bubblewrap(): Recipe {
  const name = 'bubblewrap';
  if (spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', 'true']).status !== 0)
    return { name, missing: 'bubblewrap is not installed, or may not be used here' };
  return { name, wrap: [resolve('examples/wrap/bubblewrap.sh')], end: () => {} };
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
