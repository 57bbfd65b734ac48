/** Which names stand in a text, clause by clause: repositories, paths, files, areas, identifiers. */
import type { RepoFacts } from '../repository.js';
import { isUsualPart } from './area-words.js';
import { type Place, type Places, placesOf } from './places.js';
import { folded, visible, vocabulary, wordsOf } from './text.js';

export interface Named {
  /** As written. */
  name: string;
  kind: 'repository' | 'path' | 'area' | 'file' | 'identifier';
  /** Absent where it cannot be found. */
  place?: Place;
}

/** Names, and the other words, folded, in their order. */
export interface Clause {
  names: Named[];
  words: string[];
}

const MOST_CLAUSES = 500;
const MOST_NAME = 200;

const FILE =
  /^\.?[\w@+-][\w.@+-]{0,80}\.(?:[cm]?[jt]sx?|json5?|jsonl|md|mdx|txt|ya?ml|toml|lock|html?|s?css|sass|less|vue|svelte|go|mod|sum|rs|py|pyi|rb|php|java|kts?|gradle|swift|c|h|cc|cpp|hpp|cs|fs|scala|clj|exs?|erl|hs|lua|pl|r|sql|prisma|graphql|gql|proto|sh|bash|zsh|ps1|bat|xml|svg|png|jpe?g|gif|ico|webp|woff2?|pdf|csv|tsv|ini|cfg|conf|env|properties|tf|hcl|nix|ipynb|tpl|tmpl|hbs|ejs|pug|erb|po|snap|patch|d\.ts)$/iu;
const DOTFILE = /^\.(?:env|git|eslint|prettier|docker|editor|nvm|npm|babel|stylelint|gitlab)[\w.-]{0,40}$/iu;
const WELL_KNOWN =
  /^(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|NOTICE|AUTHORS|CODEOWNERS|Dockerfile|Makefile|Procfile|Justfile|Jenkinsfile|Vagrantfile|Gemfile|Rakefile)$/iu;
const PRODUCT =
  /^(?:node|next|vue|nuxt|express|react|d3|three|backbone|ember|alpine|socket|asp)\.(?:js|io|net)$/iu;
const IDENTIFIER =
  /^(?:[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+|(?:[A-Z][a-z0-9]+){2,}|[A-Za-z]\w*_\w+|[A-Za-z_][\w.]*\(\)?|[A-Za-z_]\w*::\w+)$/u;
const BRAND =
  /^(?:JavaScript|TypeScript|GitHub|GitLab|PostgreSQL|MySQL|OAuth|GraphQL|macOS|iOS|iPhone|YouTube|LinkedIn|PayPal|WordPress|DevOps|NextJs|NodeJs)$/u;
/** Two words with a slash between them that are no path. */
const isPairWord = vocabulary(
  'and or und oder et ou y o client server input output read write ci cd on off yes no true false start stop he she before after pass fail',
  'frontend backend ui ux tcp ip n i a get set up down left right open close old new dev prod send receive import export',
);
const METHOD = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ROUTE)$/u;
const isRouteWord = vocabulary(
  'route routes endpoint* url urls page pages seite screen* api link redirect* ruta rutas pagina pantalla',
);
const isNew = vocabulary(
  'new create creates creating add adds adding added introduc* neu neue neuer neues neuen anleg* angelegt erstell* hinzufug* nouveau nouvelle nouveaux cre creer creation',
  'ajout* nuevo nueva nuevos nuevas crear crea creando anadir agregar',
);
/** Areas whose names are also words for anything, unless they are written as names. */
const isLoose = vocabulary('app apps src lib code public main core common source static assets');

export const clausesOf = (text: string, facts: readonly RepoFacts[]): Clause[] => {
  const places = placesOf(facts);
  return visible(text)
    .split(/[\n;,]|[.!?](?=\s|$)|[ \t](?=(?:but|aber|mais|pero)[ \t])/u)
    .filter((piece) => piece.trim() !== '')
    .slice(0, MOST_CLAUSES)
    .map((piece) => clauseOf(piece, places));
};

interface Token {
  text: string;
  isQuoted: boolean;
}

function tokensOf(piece: string): Token[] {
  return piece.split('`').flatMap((part, at) =>
    part
      .split(/[\s"'“”„«»‘’<>|]+/u)
      .map((word) =>
        word
          .slice(0, MOST_NAME)
          .replace(/^[([{*_:=]+(?=.)|(?:(?<!\()\)|[\]}*:!?=.…])+$/gu, '')
          .replace(/^__?|_+$/gu, ''),
      )
      .filter(Boolean)
      .map((text) => ({ text, isQuoted: at % 2 === 1 })),
  );
}

function clauseOf(piece: string, places: Places): Clause {
  const tokens = tokensOf(piece);
  const clause: Clause = { names: [], words: [] };
  const spoken = tokens.map(({ text }) => folded(text));
  const isCreating = spoken.some(isNew);
  const isRoute = spoken.some(isRouteWord);
  const alone = tokens.length === 1;
  tokens.forEach((token, at) => {
    const around = { before: tokens[at - 1]?.text ?? '', isRoute, isCreating };
    const named = written(token, around, places) ?? spokenName(token, alone, spoken[at - 1], places);
    if (named) clause.names.push(named);
    else clause.words.push(...wordsOf(token.text));
  });
  return clause;
}

interface Around {
  before: string;
  isRoute: boolean;
  isCreating: boolean;
}

/** What is written as a name: a path, a file, an identifier, a repository. */
function written({ text, isQuoted }: Token, around: Around, places: Places): Named | undefined {
  if (text.length === MOST_NAME || text.includes('://')) return undefined;
  const own = text.replace(/^@/u, '').replace(/[’']s$/u, '');
  const repository = places.repository(own);
  if (repository) return { name: own, kind: 'repository', place: repository };
  const path = pathFrom(text, places);
  if (path !== undefined) return pathNamed(text, path, isQuoted, around, places);
  if (
    (FILE.test(text) && !PRODUCT.test(text)) ||
    DOTFILE.test(text) ||
    WELL_KNOWN.test(text) ||
    text.startsWith('*.')
  )
    return fileNamed(text, around, places);
  if (isQuoted || /^[./]/u.test(text)) {
    const place = places.path(text);
    if (place) return { name: text, kind: 'path', place };
  }
  if (IDENTIFIER.test(text) && !BRAND.test(text))
    return { name: text, kind: 'identifier', place: { repos: [], paths: [] } };
  return undefined;
}

/** The path that a token is; undefined where it is none. `api:src` is `api/src`. */
function pathFrom(text: string, places: Places): string | undefined {
  const [head = '', tail] = text.split(/:(?!\d)/u);
  const joined = tail && places.repository(head) ? `${head}/${tail}` : text;
  const path = joined.replace(/:\d+(?:-\d+)?$/u, '').replace(/^(?:\.{1,2}\/)+/u, '');
  if (!path.includes('/') || /^[\d/.:-]+$/u.test(path) || path.startsWith('@')) return undefined;
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return undefined;
  if (parts.length === 2 && !/[./]$|\.\w/u.test(path) && parts.every((part) => isPairWord(folded(part))))
    return places.path(path) ? path : undefined;
  return path;
}

function pathNamed(
  text: string,
  path: string,
  isQuoted: boolean,
  { before, isRoute, isCreating }: Around,
  places: Places,
): Named {
  const inside = path.replace(/^\/+/u, '');
  const place = places.path(inside) ?? bothRepositories(inside, places);
  if (place) return { name: text, kind: 'path', place };
  if (path.startsWith('/') && (isRoute || METHOD.test(before)))
    return { name: text, kind: 'identifier', place: { repos: [], paths: [] } };
  if (isCreating || (isQuoted && METHOD.test(before)))
    return { name: text, kind: 'path', place: { repos: [], paths: [inside.toLowerCase()] } };
  return { name: text, kind: 'path' };
}

/** `api/web` names two repositories. */
function bothRepositories(path: string, places: Places): Place | undefined {
  const parts = path.split('/');
  return parts.every((part) => places.repository(part)) ? { repos: parts, paths: [] } : undefined;
}

/** A file may lie deeper than what is known, or be made; one that is nearly a known one is a slip. */
function fileNamed(text: string, { isCreating }: Around, places: Places): Named {
  const place = places.path(text);
  if (place) return { name: text, kind: 'file', place };
  return !isCreating && places.isSlip(text)
    ? { name: text, kind: 'file' }
    : { name: text, kind: 'file', place: { repos: [], paths: [text.toLowerCase()] } };
}

/** What is named in prose. */
function spokenName(
  { text, isQuoted }: Token,
  isAlone: boolean,
  before: string | undefined,
  places: Places,
): Named | undefined {
  for (const word of wordsOf(text)) {
    if (!isQuoted && !isAlone && isLoose(word) && before !== undefined && isArticle(before)) continue;
    const repository = places.repository(word);
    if (repository && text.length < 60) return { name: text, kind: 'repository', place: repository };
    const place = places.area(word);
    if (place) return { name: text, kind: 'area', place };
    if (isUsualPart(word)) return { name: text, kind: 'area', place: { repos: [], paths: [] } };
  }
  return undefined;
}

const isArticle = vocabulary('the our this whole entire all die das der den dem l la le el toda todo');
