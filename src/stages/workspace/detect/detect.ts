/** What a repository's own files offer, read at one commit without a checkout. */
import type { RepoFacts } from '../../../run/repository.js';
import type { Git } from '../../../shell/git.js';
import { areasOf, fewParts } from './areas.js';
import { LANGUAGE_FILES, languages } from './languages.js';
import { OWNERS_FILES, ownedParts } from './owners.js';
import { PACKAGE_FILES, packageParts } from './packages.js';
import { composerScripts, packageScripts } from './scripts.js';
import { type Find, type Sight, sightOf } from './sight.js';
import { TARGET_FILES, targets } from './targets.js';
import { GITLAB, workflows } from './workflows.js';

const MOST_COMMANDS = 40;
const MOST_SUBMODULES = 200;

const READ = [
  'package.json',
  'composer.json',
  GITLAB,
  ...TARGET_FILES,
  ...LANGUAGE_FILES,
  ...PACKAGE_FILES,
  ...OWNERS_FILES,
];

export type Findings = Pick<
  RepoFacts,
  'detected' | 'foundIn' | 'areas' | 'hasMoreAreas' | 'parts' | 'submodules'
>;

/** Reads the tree of `commit` (a full id). What cannot be read right offers nothing. */
export async function detect(git: Git, commit: string): Promise<Findings> {
  const sight = await sightOf(git, commit, READ);
  const finds = commandsOf(sight);
  const parts = partsOf(sight);
  const { submodules } = sight;
  return {
    detected: finds.map(({ command }) => command),
    ...(finds.length > 0 ? { foundIn: finds.map(({ path }) => path) } : {}),
    ...areasOf(sight, parts),
    ...(parts.length > 0 ? { parts } : {}),
    ...(submodules.length > 0 ? { submodules: submodules.slice(0, MOST_SUBMODULES) } : {}),
  };
}

/** Each command once, with the file that says it most plainly; CI comes last. */
function commandsOf(sight: Sight): Find[] {
  const all = [
    ...packageScripts(sight),
    ...targets(sight),
    ...languages(sight),
    ...composerScripts(sight),
    ...workflows(sight),
  ];
  const known = new Set<string>();
  const isNew = ({ command }: Find) => !known.has(meaning(command)) && Boolean(known.add(meaning(command)));
  return all.filter(isNew).slice(0, MOST_COMMANDS);
}

/** `npm run test` is `npm test`. */
const meaning = (command: string) => command.replace(/^(npm|pnpm|yarn) run test$/u, '$1 test');

function partsOf(sight: Sight) {
  const folders = new Set(sight.folders);
  const exists = (path: string) => folders.has(path) || sight.names.has(path);
  return fewParts([...ownedParts(sight, exists), ...packageParts(sight)]);
}
