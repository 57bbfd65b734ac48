import assert from 'node:assert/strict';
import test from 'node:test';
import { greet } from '../src/greet.js';

test('greets the world where nobody gives a name', () => {
  assert.match(greet(), /, world!$/);
});
