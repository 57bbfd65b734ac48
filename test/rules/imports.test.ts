/** The import table of docs/architecture.md, read from the code itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const SRC = resolve('src');
const LEAVES = ['errors', 'redact', 'logging'];

/** Room → rooms it may import besides itself. `engine/ports` may be imported as types wherever it is named. */
const MAY: Record<string, string[]> = {
  run: [],
  shell: [],
  stages: ['run', 'shell', 'engine/ports', 'doctor/finding', ...LEAVES],
  engine: ['run', ...LEAVES],
  slack: ['run', 'engine/deliver', 'engine/look', 'engine/ports', 'doctor/finding', ...LEAVES],
  persistence: ['run', 'engine/ports', 'doctor/finding', ...LEAVES],
  health: ['engine/ports', ...LEAVES],
  doctor: LEAVES,
  playground: ['app', 'shell', 'config', 'run/nearest', ...LEAVES],
  configuration: ['run', 'config', ...LEAVES],
  config: ['run', 'configuration', ...LEAVES],
  errors: [],
  redact: [],
  logging: LEAVES,
  usage: [],
  // They stand alone and share files with the bot, nothing else.
  'metawsm-ask': ['ask-mailbox'],
  'metawsm-operator': ['ask-mailbox', 'operator'],
  operator: ['ask-mailbox'],
  'ask-mailbox': [],
  // The one place where parts are joined, and what starts it.
  app: ['*'],
  main: ['*'],
  events: ['*'],
};

/** Types only, so that nothing of the engine runs inside a hand. */
const TYPES_OR_ERRORS = 'engine/ports';

/** Package → the only room it may be imported in. */
const PACKAGES: Record<string, string[]> = {
  xstate: ['run'],
  execa: ['shell'],
  typeorm: ['persistence'],
  sqlite3: ['persistence'],
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack'],
  pino: ['logging'],
  yaml: ['configuration', 'config', 'stages', 'playground'],
  dotenv: ['config', 'main', 'events'],
  react: ['playground'],
  'react-dom': ['playground'],
  'slack-blocks-to-jsx': ['playground'],
  vite: ['playground'],
};

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesIn(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );
}

function importsOf(file: string): Import[] {
  const code = readFileSync(file, 'utf8');
  const found = [...code.matchAll(/^\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+['"]([^'"]+)['"]/gmu)];
  const bare = [...code.matchAll(/^\s*import\s+()['"]([^'"]+)['"]|\bimport\(\s*()['"]([^'"]+)['"]/gmu)];
  return [
    ...found.map((match) => ({ from: file, to: match[2]!, typeOnly: Boolean(match[1]) })),
    ...bare.map((match) => ({ from: file, to: (match[2] ?? match[4])!, typeOnly: false })),
  ];
}

const files = filesIn(SRC);
const imports = files.flatMap(importsOf);
const inside = (path: string) =>
  relative(SRC, path)
    .replace(/\\/g, '/')
    .replace(/\.tsx?$/u, '');
const roomOf = (path: string) => inside(path).split('/')[0]!;
const target = (one: Import) => resolve(dirname(one.from), one.to.replace(/\.js$/u, ''));
const own = imports.filter((one) => one.to.startsWith('.') && target(one).startsWith(`${SRC}/`));

describe('the import table', () => {
  test('names every room', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in MAY))).toEqual([]);
  });

  test('every import is in it', () => {
    const broken = own.filter((one) => {
      const [from, to] = [roomOf(one.from), inside(target(one))];
      if (from === to.split('/')[0]) return from === 'stages' && stageOf(one.from) !== stageOf(target(one));
      const may = MAY[from]!;
      return !may.includes('*') && !may.some((room) => to === room || to.startsWith(`${room}/`));
    });
    expect(broken.map((one) => `${inside(one.from)} → ${inside(target(one))}`)).toEqual([]);
  });

  test('nothing but itself imports the playground, so that the bot runs without it', () => {
    const from = own.filter(
      (one) => roomOf(target(one)) === 'playground' && roomOf(one.from) !== 'playground',
    );
    expect(from.map((one) => inside(one.from))).toEqual([]);
  });

  test('the ports are types to everyone but the errors they declare', () => {
    const allowed = /^import \{[^}]*\b(?:Later|DuplicateKey)\b[^}]*\}/mu;
    const broken = own.filter(
      (one) =>
        inside(target(one)) === TYPES_OR_ERRORS &&
        roomOf(one.from) !== 'engine' &&
        !one.typeOnly &&
        !allowed.test(readFileSync(one.from, 'utf8')),
    );
    expect(broken.map((one) => inside(one.from))).toEqual([]);
  });

  test('packages live where they belong', () => {
    const broken = imports.filter((one) => {
      const name = one.to.startsWith('@') ? one.to.split('/').slice(0, 2).join('/') : one.to.split('/')[0]!;
      const rooms = PACKAGES[name];
      const asTypes = one.typeOnly && name.startsWith('@slack/') && roomOf(one.from) === 'playground';
      return rooms && !rooms.includes(roomOf(one.from)) && !asTypes;
    });
    expect(broken.map((one) => `${inside(one.from)} → ${one.to}`)).toEqual([]);
  });

  test('only configuration and main read the environment', () => {
    const readers = files.filter((file) => /process\.env\b/u.test(readFileSync(file, 'utf8'))).map(inside);
    const allowed = ['main', 'config', 'metawsm-ask', 'metawsm-operator', 'playground/main'];
    expect(readers.filter((file) => !allowed.includes(file) && !file.startsWith('configuration/'))).toEqual(
      [],
    );
  });

  test('no ring: imports of files lead one way', () => {
    const graph = new Map<string, string[]>();
    for (const one of own.filter((edge) => !edge.typeOnly)) {
      const from = inside(one.from);
      graph.set(from, [...(graph.get(from) ?? []), inside(target(one))]);
    }
    expect(ringsIn(graph)).toEqual([]);
  });

  test('no index barrels', () => {
    expect(files.map(inside).filter((file) => /(?:^|\/)index$/u.test(file))).toEqual([]);
  });
});

const stageOf = (path: string) => inside(path).split('/')[1];

function ringsIn(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (node: string, path: string[]) => {
    const at = path.indexOf(node);
    if (at >= 0) rings.push([...path.slice(at), node].join(' → '));
    if (at >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return rings;
}
