/** Every variable that the configuration reads stands in .env.example, and the other way round. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ConfigFault, databaseUrl, loadConfig } from '../../src/config.js';

const example = readFileSync('.env.example', 'utf8');
const listed = Array.from(example.matchAll(/^([A-Z_]+)=(.*)$/gmu), ([, name, value]) => ({ name, value }));

/** The names that are looked up, as far as they are our own; HOME is the system's. */
function variablesRead(): string[] {
  const names = new Set<string>();
  const env = new Proxy<Record<string, string>>(
    {},
    {
      get(_, name) {
        if (typeof name === 'string') names.add(name);
        return undefined;
      },
    },
  );
  databaseUrl(env, '/nowhere');
  expect(() => loadConfig({ env, cwd: '/nowhere' })).toThrow(ConfigFault);
  return [...names].filter((name) => name !== 'HOME').sort();
}

test('.env.example lists exactly what is read', () => {
  expect(listed.map(({ name }) => name).sort()).toEqual(variablesRead());
});

test('a copy of it holds no values that somebody would have to remove', () => {
  expect(listed.filter(({ value }) => value !== '')).toEqual([]);
});

test('each variable has a line above it that explains it', () => {
  for (const { name } of listed) expect(example).toMatch(new RegExp(`^# .+\\n${name}=$`, 'mu'));
});
