/** Where the weapons are tried: programs that leave a mark when they run, and folders that must stay as they are. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporary, write } from '../../fixtures/git-repos.js';

/** Names under which git, or what it starts, might look for a program. */
const TRAPS = ['boom', 'evil', 'git-remote-evil', 'ssh-askpass', 'vi', 'editor', 'less', 'pager', 'gpg'];

/** `main:x` is an address by ssh, so ssh may be asked for that host; a word that reaches it as an option springs it. */
const SSH = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    -oBatchMode=yes) ;;
    -o) shift; case $1 in SendEnv=GIT_PROTOCOL) ;; *) : > '{mark}' ;; esac ;;
    -*) : > '{mark}' ;;
    *) exit 1 ;;
  esac
  shift
done
: > '{mark}'
`;

export type Ground = ReturnType<typeof makeGround>;

export function makeGround() {
  const root = temporary();
  const out = join(root, 'outside');
  const sprung = join(root, 'sprung');
  mkdirSync(sprung);
  write(out, { 'kept.txt': 'kept\n' });
  const trap = (name: string) => `#!/bin/sh\n: > '${sprung}/${name}'\nexit 1\n`;
  write(join(root, 'traps'), Object.fromEntries(TRAPS.map((name) => [name, trap(name)])));
  write(join(root, 'traps'), { ssh: SSH.replace('{mark}', `${sprung}/ssh`) });
  return {
    root,
    home: join(root, 'home'),
    out,
    boom: join(root, 'traps', 'boom'),
    path: `${join(root, 'traps')}:${process.env.PATH ?? ''}`,
    /** What has run, since somebody asked last. */
    sprung(): string[] {
      const names = readdirSync(sprung);
      for (const name of names) rmSync(join(sprung, name));
      return names;
    },
    /** What lies in the world but in these folders. */
    world: (but: readonly string[] = ['home', 'sprung']) => pictureOf(root, but),
  };
}

/** Paths and what they hold. */
export function pictureOf(root: string, but: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (below: string) => {
    for (const name of readdirSync(join(root, below)).sort()) {
      const path = below === '' ? name : `${below}/${name}`;
      if (but.includes(path)) continue;
      const stats = lstatSync(join(root, path));
      if (stats.isDirectory()) {
        found.set(path, 'a folder');
        walk(path);
      } else if (stats.isSymbolicLink()) found.set(path, readlinkSync(join(root, path)));
      else
        found.set(
          path,
          createHash('sha1')
            .update(readFileSync(join(root, path)))
            .digest('hex'),
        );
    }
  };
  walk('');
  return found;
}

/** In words, what differs between two pictures. */
export function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path} ${!before.has(path) ? 'is new' : after.has(path) ? 'has changed' : 'is gone'}`);
}
