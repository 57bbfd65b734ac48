/** Whether a line of a CI script is a check that anybody could run in the repository. Pure. */
import { parseCommand } from '../../../run/command-line.js';

const MOST_LENGTH = 120;
/** A name beyond these words is an argument. */
const NAMING_WORDS = 4;

const CHECKS = new Set(
  (
    'test tests lint linter check checks typecheck types build compile fmt format vet clippy verify spec specs e2e ' +
    'pytest tox nox ruff mypy pyright flake8 black isort eslint biome prettier tsc jest vitest mocha phpunit phpstan ' +
    'psalm pest rspec rubocop credo dialyzer ctest nextest golangci staticcheck shellcheck yamllint actionlint'
  ).split(' '),
);

/** What starts checks by their names; every other program does what nobody sees from the line. */
const RUNNERS = new Set(
  (
    'npm pnpm yarn bun npx bunx make just task go cargo mvn gradle dotnet mix bundle rake composer uv uvx poetry pipenv ' +
    'pdm hatch deno python python3 node ruby php bash sh bazel bazelisk cmake ninja meson swift zig sbt lein stack cabal ' +
    'dune flutter dart ant rebar3 turbo nx lerna moon rush pre-commit golangci-lint'
  ).split(' '),
);

/** They fetch what is not installed, so what they start has to be a check by its own name. */
const FETCHING = new Set(['npx', 'bunx', 'uvx']);

/** What reaches beyond the repository, changes the machine, or only makes sense in CI. */
const REFUSED = new Set(
  (
    'sudo su doas curl wget install uninstall add deploy deployment publish release push upload login logout docker ' +
    'podman buildah kubectl helm terraform ansible aws gcloud az ssh scp rsync rm mv chmod chown dd kill apt apk ' +
    'yum dnf brew choco echo printf cat eval exec xargs git gh codecov coveralls sonar sentry vercel netlify heroku ' +
    'token secret secrets password nohup dlx env'
  ).split(' '),
);

/** Words that only mean something to the shell that reads the whole script. */
const SHELL_WORDS = new Set(
  'cd pushd popd export set unset source . if then else elif fi for while until do done case esac function { } trap return exit alias local read shift'.split(
    ' ',
  ),
);

/** The checks of a script; none where its lines depend on each other or on CI. */
export function checksIn(script: string): string[] {
  const lines = script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return lines.every(standsAlone) ? lines.filter(isCheck) : [];
}

/** True where the line does not change what the lines after it mean. */
function standsAlone(line: string): boolean {
  const parsed = parseCommand(line);
  return parsed.ok && !SHELL_WORDS.has(parsed.argv[0] ?? '');
}

function isCheck(line: string): boolean {
  const parsed = parseCommand(line);
  if (!parsed.ok || line.length > MOST_LENGTH || isShellish(line)) return false;
  const { argv } = parsed;
  if (!isRunner(argv) || argv.some((_, at) => isProgramInWords(argv.slice(at))) || argv.some(leadsAway))
    return false;
  if (partsOf(line).some((part) => REFUSED.has(part))) return false;
  const naming = argv.slice(0, NAMING_WORDS).filter((word) => !word.startsWith('-'));
  return naming.some(namesCheck);
}

const namesCheck = (word: string) => partsOf(word).some((part) => CHECKS.has(part));

/** A known program, or one of the repository's own. */
function isRunner([program = '', word = '']: readonly string[]): boolean {
  if (FETCHING.has(program)) return namesCheck(word);
  return RUNNERS.has(program) || CHECKS.has(program) || program.includes('/');
}

/** A program of another language within the words: what it does nobody sees from its name. */
function isProgramInWords([program = '', word = '', module = '']: readonly string[]): boolean {
  if (!INTERPRETER.test(program) || !word.startsWith('-')) return false;
  return word !== '--test' && !(word === '-m' && CHECKS.has(module));
}

const INTERPRETER = /^(?:(?:ba|z|da|k|fi)?sh|pwsh|(?:python|pypy|node|ruby|perl|php|deno|bun)[\d.]*)$/u;

/** To a place outside of the repository, also behind an option (`-f/etc`, `--prefix=..`). */
const leadsAway = (word: string) =>
  /^(?:-{1,2}\w*)?(?:\/|\.\.(?:\/|$))|[=:@,/](?:\.\.(?:[/:,]|$))|[=:@,]\//u.test(word);

/**
 * A variable, a pattern, a backslash or a backtick, quoted or not: CI and we would not run the same. Beyond ASCII are
 * letters that look like others, and signs that reorder or hide some.
 */
const isShellish = (line: string) => /[$`\\*?~[\]{}]|[^\x20-\x7e]/u.test(line);

const partsOf = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/u);
