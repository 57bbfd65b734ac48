import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFlags } from '../../../src/slack/commands/flags.js';
import { firstWord, splitWords, unquoted } from '../../../src/slack/commands/words.js';

const texts = (line: string) => splitWords(line).map((word) => word.text);

describe('words of a command line', () => {
  const cases: [line: string, words: string[]][] = [
    ['', []],
    ['   ', []],
    ['a b  c\td\ne', ['a', 'b', 'c', 'd', 'e']],
    ['--goal "log in"', ['--goal', 'log in']],
    ["--goal 'log in'", ['--goal', 'log in']],
    ['--goal="log in" x', ['--goal=log in', 'x']],
    ["--goal='log in'", ['--goal=log in']],
    ['--goal "say \\"hi\\" twice"', ['--goal', 'say "hi" twice']],
    ['"a\\\\b"', ['a\\b']],
    ['""', ['']],
    ['--goal ""', ['--goal', '']],
    // apostrophes
    ["don't break", ["don't", 'break']],
    ["don't break it's fine", ["don't", 'break', "it's", 'fine']],
    ["--goal don't --done 'npm test'", ['--goal', "don't", '--done', 'npm test']],
    ["'don't break it' x", ["don't break it", 'x']],
    ['"it\'s fine"', ["it's fine"]],
    ["'tis open", ["'tis", 'open']],
    ['"never closed --repos api', ['"never', 'closed', '--repos', 'api']],
    ['5" screen', ['5"', 'screen']],
    // backticks mark commands and stay
    ['--done `npm test`', ['--done', '`npm test`']],
    ['--done "`npm test` passes"', ['--done', '`npm test` passes']],
    ['--done `npm test`, then', ['--done', '`npm test`,', 'then']],
    // lists
    ['"api","web"', ['api,web']],
    ['web="feature one"', ['web=feature one']],
    ['C:\\dir\\file', ['C:\\dir\\file']],
  ];

  test.each(cases)('%j', (line, words) => {
    expect(texts(line)).toEqual(words);
  });

  test('never throws and loses no letter outside of quotes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '`', '\\', '=', ',', '-') }),
        (line) => {
          const letters = (text: string) => text.replace(/[^a]/gu, '').length;
          expect(letters(texts(line).join(''))).toBe(letters(line));
        },
      ),
    );
  });

  test('a quoted flag is a text', () => {
    expect(splitWords('"--goal" --goal')).toEqual([
      { text: '--goal', quoted: true },
      { text: '--goal', quoted: false },
    ]);
  });

  test.each([
    ['guide ABC-12 use "this"', { first: 'guide', rest: 'ABC-12 use "this"' }],
    ['  Status  ', { first: 'Status', rest: '' }],
    ['', { first: '', rest: '' }],
    ['guide ABC-12 one\n  two', { first: 'guide', rest: 'ABC-12 one\n  two' }],
  ])('the first word of %j', (line, parts) => {
    expect(firstWord(line)).toEqual(parts);
  });

  test.each([
    ['"use postgres"', 'use postgres'],
    ['use "postgres"', 'use "postgres"'],
    ['"a" or "b"', '"a" or "b"'],
    ["it's", "it's"],
    ['`npm test`', '`npm test`'],
  ])('a text as a whole in quotes: %j', (text, bare) => {
    expect(unquoted(text)).toBe(bare);
  });
});

describe('flags', () => {
  const rules = {
    repos: { kind: 'list', repeatable: true },
    goal: { kind: 'text' },
    done: { kind: 'text', repeatable: true },
    all: { kind: 'switch' },
  } as const;
  const read = (line: string) => {
    const result = readFlags(splitWords(line), rules);
    return 'kind' in result ? result : { rest: result.rest, values: Object.fromEntries(result.values) };
  };

  test.each<[string, object]>([
    ['T --goal x', { rest: ['T'], values: { goal: ['x'] } }],
    ['--goal=x T', { rest: ['T'], values: { goal: ['x'] } }],
    ['--GOAL x', { rest: [], values: { goal: ['x'] } }],
    ['--goal "--all"', { rest: [], values: { goal: ['--all'] } }],
    ['--goal=', { rest: [], values: { goal: [''] } }],
    ['--all T', { rest: ['T'], values: { all: [] } }],
    ['--repos api,web', { rest: [], values: { repos: ['api', 'web'] } }],
    ['--repos api, web T', { rest: ['T'], values: { repos: ['api', 'web'] } }],
    ['--repos api , web', { rest: [], values: { repos: ['api', 'web'] } }],
    ['--repos api ,web', { rest: [], values: { repos: ['api', 'web'] } }],
    ['--repos=api, web T', { rest: ['T'], values: { repos: ['api', 'web'] } }],
    ['--repos "api web"', { rest: [], values: { repos: ['api', 'web'] } }],
    ['--repos api T', { rest: ['T'], values: { repos: ['api'] } }],
    ['--repos api, --all', { rest: [], values: { repos: ['api'], all: [] } }],
    ['--repos api --repos web', { rest: [], values: { repos: ['api', 'web'] } }],
    ['--done a --done b', { rest: [], values: { done: ['a', 'b'] } }],
    ['-5 --5', { rest: ['-5', '--5'], values: {} }],
    // faults
    ['--gaol x', { kind: 'unknown_flag', flag: 'gaol' }],
    ['--constructor x', { kind: 'unknown_flag', flag: 'constructor' }],
    ['--goal', { kind: 'no_value', flag: 'goal' }],
    ['--goal --all', { kind: 'no_value', flag: 'goal' }],
    ['--repos', { kind: 'no_value', flag: 'repos' }],
    ['--repos , --all', { kind: 'no_value', flag: 'repos' }],
    ['--repos= T', { kind: 'no_value', flag: 'repos' }],
    ['--all=yes', { kind: 'needless_value', flag: 'all' }],
    ['--goal a --goal b', { kind: 'twice', flag: 'goal' }],
  ])('%j', (line, result) => {
    expect(read(line)).toEqual(result);
  });
});
