/** The JSON Schema that is shipped, and the examples that people copy. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { configurationJsonSchema } from '../../src/configuration/schema.js';

const examples = readdirSync('examples').filter((name) => name.endsWith('.yml'));
const env = { SLACK_BOT_TOKEN: 'xoxb-1111-2222-abcdefgh', SLACK_APP_TOKEN: 'xapp-1-A1-1234-abcdef' };
const load = (name: string) =>
  loadConfig({ env: { ...env, METAWSM_CONFIG: `examples/${name}` }, cwd: process.cwd() });

interface Part {
  description?: string;
  properties?: Record<string, Part>;
  items?: Part;
  additionalProperties?: Part | boolean;
  enum?: string[];
}

/** `repos[].path` and its like, with their parts. */
function keysOf(part: Part, path = ''): [string, Part][] {
  const inner = Object.entries(part.properties ?? {}).flatMap(([key, value]): [string, Part][] => {
    const at = path ? `${path}.${key}` : key;
    return [[at, value], ...keysOf(value, at)];
  });
  const further =
    typeof part.additionalProperties === 'object' ? keysOf(part.additionalProperties, `${path}.*`) : [];
  return [...inner, ...(part.items ? keysOf(part.items, `${path}[]`) : []), ...further];
}

const shipped = JSON.parse(readFileSync('metawsm.schema.json', 'utf8')) as Part;

describe('metawsm.schema.json', () => {
  test('is what `node --import tsx scripts/write-schema.ts` writes', () => {
    expect(shipped).toEqual(JSON.parse(JSON.stringify(configurationJsonSchema())));
  });

  test('describes every key', () => {
    expect(keysOf(shipped).filter(([, part]) => !part.description)).toEqual([]);
  });
});

describe.each(examples)('examples/%s', (name) => {
  const text = readFileSync(join('examples', name), 'utf8');

  test('is accepted', () => {
    expect(load(name).repos.length).toBeGreaterThan(0);
  });

  test('names agents that exist once it was copied to the top folder', () => {
    for (const { command, preset } of load(name).agents) {
      if (preset && command.length === 0) continue;
      const script = resolve(relative(resolve('examples'), command[0]!));
      expect([script, existsSync(script)]).toEqual([script, true]);
      expect(statSync(script).mode & 0o111).not.toBe(0);
    }
  });

  test('leads editors to the schema', () => {
    expect(text).toMatch(/^(?:#.*\n)*# yaml-language-server: \$schema=\.\/metawsm\.schema\.json\n/u);
  });
});

/** The keys that `value` writes, in the form of `keysOf`. */
function writtenIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => writtenIn(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === 'channels' ? 'channels.*' : path ? `${path}.${key}` : key;
    return [at, ...writtenIn(inner, at)];
  });
}

test('examples/full.yml shows every key', () => {
  const written = writtenIn(parse(readFileSync('examples/full.yml', 'utf8')));
  const known = keysOf(shipped).map(([path]) => path);
  expect(known.filter((path) => !written.includes(path))).toEqual([]);
});

test('examples/full.yml writes the defaults where it says so', () => {
  const { checks, limits, git, guidance } = load('full.yml');
  const small = load('metawsm.yml');
  expect({ checks, limits, git }).toEqual({ checks: small.checks, limits: small.limits, git: small.git });
  expect(guidance).toEqual({ ...small.guidance, escalateTo: 'S0ONCALL' });
});
