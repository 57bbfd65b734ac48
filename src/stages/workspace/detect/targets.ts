/** Targets of a Makefile, recipes of a justfile, tasks of a Taskfile. */
import { checkNamesIn } from './names.js';
import type { Find, Sight } from './sight.js';
import { mapping, yamlIn } from './structured.js';

const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const JUSTFILES = ['justfile', 'Justfile', '.justfile'];
const TASKFILES = ['Taskfile.yml', 'taskfile.yml', 'Taskfile.yaml', 'taskfile.yaml', 'Taskfile.dist.yml'];

/** Files whose texts are read here. */
export const TARGET_FILES = [...MAKEFILES, ...JUSTFILES, ...TASKFILES];

/** Names before a colon, unless it assigns. */
const RULE = /^([\w.-]+(?:[ \t]+[\w.-]+)*)[ \t]*::?(?!=)/gm;

/** A recipe that needs no argument: its parameters take any number of words, or have a default. */
const RECIPE = /^@?([\w-]+)(?:[ \t]+(?:\*\$?[\w-]+(?:=[^\s:]*)?|\$?[\w-]+=[^\s:]*))*[ \t]*:(?!=)/gm;

export function targets(sight: Sight): Find[] {
  return [
    ...matched(sight, MAKEFILES, 'make', RULE),
    ...matched(sight, JUSTFILES, 'just', RECIPE),
    ...tasks(sight),
  ];
}

function matched(sight: Sight, files: readonly string[], program: string, pattern: RegExp): Find[] {
  const path = sight.first(...files);
  const found = [...(sight.text(path) ?? '').matchAll(pattern)];
  return named(
    path,
    program,
    found.flatMap((match) => match[1]?.split(/[ \t]+/u) ?? []),
  );
}

function tasks(sight: Sight): Find[] {
  const path = sight.first(...TASKFILES);
  const all = Object.entries(mapping(yamlIn(sight.text(path)).tasks));
  const open = all.filter(([, task]) => mapping(task).internal !== true);
  return named(
    path,
    'task',
    open.map(([name]) => name),
  );
}

const named = (path: string | undefined, program: string, names: readonly string[]): Find[] =>
  path === undefined ? [] : checkNamesIn(names).map((name) => ({ command: `${program} ${name}`, path }));
