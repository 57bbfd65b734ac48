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

/** What reaches beyond the repository, changes the machine, or only makes sense in CI. */
const REFUSED = new Set(
  (
    'sudo su doas curl wget install uninstall add deploy deployment publish release push upload login logout docker ' +
    'podman buildah kubectl helm terraform ansible aws gcloud az ssh scp rsync rm mv chmod chown dd kill apt apk ' +
    'yum dnf brew choco echo printf cat eval exec xargs git gh codecov coveralls sonar sentry vercel netlify heroku ' +
    'token secret secrets password nohup'
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
  if (isProgramInWords(argv) || argv.some(leadsAway)) return false;
  if (partsOf(line).some((part) => REFUSED.has(part))) return false;
  const naming = argv.slice(0, NAMING_WORDS).filter((word) => !word.startsWith('-'));
  return naming.some((word) => partsOf(word).some((part) => CHECKS.has(part)));
}

/** A program of another language within the words: what it does nobody sees from its name. */
function isProgramInWords([program = '', ...words]: readonly string[]): boolean {
  const options = words.filter((word) => word.startsWith('-'));
  if (/^(?:ba|z|da|k|fi)?sh$|^pwsh$/u.test(program)) return options.length > 0;
  return /^(?:python|node|ruby|perl|php|deno|bun)/u.test(program) && options.some((word) => INLINE.has(word));
}

const INLINE = new Set(['-c', '-e', '-r', '-p', '-pe', '--eval', '--print']);

const leadsAway = (word: string) =>
  word.startsWith('/') || word.split('/').includes('..') || word.includes('://');

/** A variable, a pattern, a backslash or a backtick, quoted or not: CI and we would not run the same. */
const isShellish = (line: string) => /[$`\\*?~[\]{}\p{Cc}]/u.test(line);

const partsOf = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/u);
