/** Whoever opens an example reads first whether it is meant for them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const files = readdirSync('examples', { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(join('examples', name)).isFile(),
);

test.each(files)('%s says in its first line for whom it is', (name) => {
  const lines = readFileSync(join('examples', name), 'utf8').split('\n');
  const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0];
  expect(first).toMatch(/^(?:#|\/\/) For \S.*/u);
});
