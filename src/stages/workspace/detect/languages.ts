/** What the files of a language say about its checks. */
import type { Find, Sight } from './sight.js';

/** Files whose texts are read here. */
export const LANGUAGE_FILES = ['Cargo.toml', 'pyproject.toml', 'tox.ini', 'setup.cfg', 'Rakefile'];

export function languages(sight: Sight): Find[] {
  return [
    ...rust(sight),
    ...offered('go test ./...', sight.first('go.mod')),
    ...offered('golangci-lint run', sight.first('.golangci.yml', '.golangci.yaml', '.golangci.toml')),
    ...python(sight),
    ...java(sight),
    ...ruby(sight),
    ...offered('mix test', sight.first('mix.exs')),
    ...offered('dotnet test', [...sight.names.keys()].find(isDotnet)),
  ];
}

const offered = (command: string, path: string | undefined): Find[] =>
  path === undefined ? [] : [{ command, path }];

/** Clippy and rustfmt only where the repository has settings for them. */
function rust(sight: Sight): Find[] {
  const path = sight.first('Cargo.toml');
  if (path === undefined) return [];
  const clippy = /^\[(?:workspace\.)?lints\.clippy\]/mu.test(sight.text(path) ?? '') ? path : undefined;
  return [
    ...offered('cargo test', path),
    ...offered('cargo clippy', sight.first('clippy.toml', '.clippy.toml') ?? clippy),
    ...offered('cargo fmt --check', sight.first('rustfmt.toml', '.rustfmt.toml')),
  ];
}

function python(sight: Sight): Find[] {
  const pyproject = sight.text('pyproject.toml') ?? '';
  const hasTests = sight.names.get('tests') === 'folder' || sight.names.get('test') === 'folder';
  const project = /pytest/u.test(pyproject) || hasTests ? sight.first('pyproject.toml') : undefined;
  return [
    ...offered('pytest', sight.first('pytest.ini', 'conftest.py') ?? project ?? sectionIn(sight, PYTEST)),
    ...offered('tox', sectionIn(sight, TOX)),
    ...offered('nox', sight.first('noxfile.py')),
    ...offered('ruff check', sight.first('ruff.toml', '.ruff.toml') ?? sectionIn(sight, RUFF)),
  ];
}

const PYTEST = { 'tox.ini': /^\[pytest\]/mu, 'setup.cfg': /^\[tool:pytest\]/mu };
const TOX = { 'tox.ini': /^\[(?:tox|testenv)\]/mu, 'pyproject.toml': /^\[tool\.tox[\].]/mu };
const RUFF = { 'pyproject.toml': /^\[tool\.ruff[\].]/mu };

/** The first file that has the section. */
const sectionIn = (sight: Sight, sections: Record<string, RegExp>): string | undefined =>
  Object.entries(sections).find(([path, section]) => section.test(sight.text(path) ?? ''))?.[0];

/** The wrapper goes before what is installed, where it can be started. */
function java(sight: Sight): Find[] {
  const gradle = sight.first('build.gradle.kts', 'build.gradle', 'settings.gradle.kts', 'settings.gradle');
  return [
    ...offered(sight.isProgram('mvnw') ? './mvnw test' : 'mvn -q test', sight.first('pom.xml')),
    ...offered(sight.isProgram('gradlew') ? './gradlew test' : 'gradle test', gradle),
  ];
}

function ruby(sight: Sight): Find[] {
  const bundle = sight.has('Gemfile') ? 'bundle exec ' : '';
  const test = /^[ \t]*task[ \t(]+[:"']?test\b|Rake::TestTask/mu.test(sight.text('Rakefile') ?? '');
  return [
    ...offered(`${bundle}rake test`, test ? 'Rakefile' : undefined),
    ...offered(`${bundle}rspec`, sight.first('.rspec')),
  ];
}

const isDotnet = (name: string) => /\.(?:slnx?|csproj|fsproj)$/u.test(name);
