/** README, examples and help say what the code does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { COMMAND_NAMES } from '../../src/slack/messages/help.js';
import { CHOOSE_LABEL, LABELS, RETRY } from '../../src/slack/messages/labels.js';
import { TWIN_LABELS } from '../../src/slack/messages/twin.js';

const readme = readFileSync('README.md', 'utf8');

describe('README', () => {
  test('names every command, and no other', () => {
    const named = new Set([...readme.matchAll(/^\| `\/metawsm (\w+)/gmu)].map((match) => match[1]));
    const commands = COMMAND_NAMES.filter((name) => name !== 'close');
    expect([...named].sort()).toEqual([...commands].sort());
  });

  test('names every button', () => {
    const labels = [...Object.values(LABELS), ...Object.values(TWIN_LABELS), RETRY, CHOOSE_LABEL];
    expect(labels.filter((label) => !readme.includes(`\`${label}\``))).toEqual([]);
  });

  test('names every variable of .env.example', () => {
    const variables = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gmu)].map(
      (match) => match[1],
    );
    expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  test('names every key of the configuration', () => {
    const missing = keysOf(JSON.parse(readFileSync('metawsm.schema.json', 'utf8'))).filter(
      (key) => !new RegExp(`[\`.]${key}[\`.,\\[]|, \`${key}\``, 'u').test(readme),
    );
    expect(missing).toEqual([]);
  });

  test('its links lead somewhere', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/gu)].map((match) => match[1]!);
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });

  test('its pictures are there, and no picture is there for nothing', () => {
    const shown = [...readme.matchAll(/docs\/screens\/[\w-]+\.png/gu)].map(([path]) => path);
    const taken = readdirSync('docs/screens').map((name) => `docs/screens/${name}`);
    expect([...new Set(shown)].sort()).toEqual(taken.sort());
  });

  test('its scripts exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = [...readme.matchAll(/npm run ([\w:]+)/gu)].map((match) => match[1]!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
}

function keysOf(schema: Schema): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
  const more = typeof schema.additionalProperties === 'object' ? keysOf(schema.additionalProperties) : [];
  return [...own, ...(schema.items ? keysOf(schema.items) : []), ...more];
}
