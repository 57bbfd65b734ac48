/** Scripts of package.json and composer.json. */
import { checkNamesIn } from './names.js';
import type { Find, Sight } from './sight.js';
import { jsonIn, mapping } from './structured.js';

const LOCKS = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
} as const;

export function packageScripts(sight: Sight): Find[] {
  const path = 'package.json';
  const found = jsonIn(sight.text(path));
  const runner = runnerOf(found.packageManager, sight);
  return namesOf(found.scripts).map((name) => ({
    // `bun test` is bun's own runner, whatever the script says
    command: name === 'test' && runner !== 'bun' ? `${runner} test` : `${runner} run ${name}`,
    path,
  }));
}

/** The package manager that the repository names, else that of its lock file. */
function runnerOf(named: unknown, sight: Sight): string {
  const said = /^(npm|pnpm|yarn|bun)@/u.exec(typeof named === 'string' ? named : '')?.[1];
  return said ?? Object.entries(LOCKS).find(([lock]) => sight.has(lock))?.[1] ?? 'npm';
}

export function composerScripts(sight: Sight): Find[] {
  const path = 'composer.json';
  const names = namesOf(jsonIn(sight.text(path)).scripts);
  const configured = sight.first('phpunit.xml', 'phpunit.xml.dist');
  if (sight.has(path) && configured && !names.includes('test'))
    return [...byComposer(names, path), { command: 'vendor/bin/phpunit', path: configured }];
  return byComposer(names, path);
}

const byComposer = (names: readonly string[], path: string): Find[] =>
  names.map((name) => ({ command: name === 'test' ? 'composer test' : `composer run ${name}`, path }));

function namesOf(scripts: unknown): string[] {
  const usable = Object.entries(mapping(scripts)).filter(([, script]) => isUsable(script));
  return checkNamesIn(usable.map(([name]) => name));
}

/** Not what `npm init` writes where there is no test. */
const isUsable = (script: unknown): boolean =>
  Array.isArray(script) || (typeof script === 'string' && !script.includes('Error: no test specified'));
