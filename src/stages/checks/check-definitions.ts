/** Which files decide what a check runs: a change to them is an open risk that people should see. */
import type { CheckPlan } from '../../run/context.js';

const NAMES = new RegExp(
  `^(?:${[
    'package\\.json',
    '(?:GNU)?[Mm]akefile|.*\\.mk',
    '\\.?[Jj]ustfile|Taskfile\\.ya?ml|Rakefile|CMakeLists\\.txt',
    '(?:jest|vitest|vite|playwright|cypress|karma|ava|wdio|babel|webpack|rollup)\\.(?:config|conf|setup|workspace)\\..+',
    '\\.mocharc.*|\\.nycrc.*|\\.taprc|\\.swcrc|\\.babelrc.*',
    'tsconfig.*\\.json|\\.eslintrc.*|eslint\\.config\\..+|biome\\.jsonc?|\\.prettierrc.*|deno\\.jsonc?',
    'turbo\\.json|nx\\.json|project\\.json|lerna\\.json',
    'pytest\\.ini|tox\\.ini|setup\\.cfg|setup\\.py|pyproject\\.toml|conftest\\.py|noxfile\\.py|\\.coveragerc|ruff\\.toml|mypy\\.ini|\\.flake8',
    'Cargo\\.toml|build\\.rs|\\.golangci\\.ya?ml',
    'pom\\.xml|build\\.gradle(?:\\.kts)?|phpunit\\.xml.*|composer\\.json|\\.rspec|\\.rubocop\\.yml',
    '\\.gitlab-ci\\.ya?ml|\\.travis\\.yml|Jenkinsfile|azure-pipelines\\.ya?ml|bitbucket-pipelines\\.yml|appveyor\\.yml',
    '\\.pre-commit-config\\.yaml|lefthook\\.ya?ml|\\.gitattributes',
  ].join('|')})$`,
);
const FOLDERS = /^(?:\.github\/(?:workflows|actions)|\.circleci|\.buildkite|\.husky|\.ci)\//;

/** Programs that look at files and run none of them: what they name is what is checked, not what checks. */
const LOOKERS = new Set('test [ grep egrep fgrep cat head tail wc ls stat file cmp diff find'.split(' '));

/** `plans`: the repository's checks, since a script that one of them names is such a file as well. */
export function isCheckDefinition(path: string, plans: readonly CheckPlan[]): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const named = plans.some(({ argv }) => programIn(argv).some((word) => word.replace(/^\.\//, '') === path));
  return named || NAMES.test(name) || FOLDERS.test(path);
}

const programIn = (argv: readonly string[]) => (LOOKERS.has(argv[0] ?? '') ? argv.slice(0, 1) : argv);
