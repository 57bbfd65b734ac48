import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quote } from 'shell-quote';
import { parseCommand } from '../../src/run/command-line.js';

describe('what is split', () => {
  test.each([
    ['npm test', ['npm', 'test']],
    ['  npm\t run   lint \n', ['npm', 'run', 'lint']],
    [`grep "two words" 'a | b'`, ['grep', 'two words', 'a | b']],
    [`say a"b c"'d e'f`, ['say', 'ab cd ef']],
    [`say "" ''`, ['say', '', '']],
    [`say "a \\"b\\" \\$c \\n"`, ['say', 'a "b" $c \\n']],
    [`say a\\ b \\; \\|`, ['say', 'a b', ';', '|']],
    [`say '$HOME' "\\\`x\\\`"`, ['say', '$HOME', '`x`']],
    ['eslint src/**/*.ts file?.js', ['eslint', 'src/**/*.ts', 'file?.js']],
    [
      'jest -t ends$ a#b HEAD~1 {a,b} 100% !x',
      ['jest', '-t', 'ends$', 'a#b', 'HEAD~1', '{a,b}', '100%', '!x'],
    ],
    ['env CI=1 npm test', ['env', 'CI=1', 'npm', 'test']],
    ['./test.sh --größe=ü', ['./test.sh', '--größe=ü']],
  ])('%s', (text, argv) => {
    expect(parseCommand(text)).toEqual({ ok: true, argv });
  });
});

describe('what is refused', () => {
  test.each([
    ['--share-net npm test', 'it begins with the option `--share-net`, and not with a program'],
    ['"-x" test', 'it begins with the option `-x`, and not with a program'],
    ['a | b', '`|` needs a shell: put it in a script'],
    ['a && b', '`&&` needs a shell: put it in a script'],
    ['a || b', '`||` needs a shell: put it in a script'],
    ['a & ', '`&` needs a shell: put it in a script'],
    ['a;b', '`;` needs a shell: put it in a script'],
    ['a > b', '`>` needs a shell: put it in a script'],
    ['a 2>&1', '`>` needs a shell: put it in a script'],
    ['a < b', '`<` needs a shell: put it in a script'],
    ['a $(b)', '`$(` needs a shell: put it in a script'],
    ['a `b`', 'text in backticks needs a shell: put it in a script'],
    ['(cd x)', '`(` needs a shell: put it in a script'],
    ['a $$', '`$$` needs a shell: put it in a script'],
    ['a $HOME', '`$HOME` needs a shell: put it in a script'],
    ['a ${HOME}', '`${…}` needs a shell: put it in a script'],
    ["a $'\\n'", "`$'…` needs a shell: put it in a script"],
    ['a # b', 'a comment needs a shell: put it in a script'],
    ['~/bin/a', '`~` is filled in by a shell; write the whole path'],
    ['CI=1 npm test', '`CI=1` in front of a command needs a shell; begin with `env CI=1`'],
    ['a\nb', 'it has several lines: put them in a script'],
    ["a 'b", "a `'` is not closed"],
    ['a "b', 'a `"` is not closed'],
    ['a \\', 'it ends in the middle, with `\\`'],
    ['a \0', 'it holds a character that no command can hold'],
    ['  ', 'there is no program in it'],
    ["'' a", 'there is no program in it'],
  ])('%j', (text, reason) => {
    expect(parseCommand(text)).toEqual({ ok: false, reason });
  });
});

const words = fc.array(
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((word) => !/[\0\r\n]/u.test(word)),
  {
    minLength: 1,
  },
);

test('words that were quoted for a shell come back as they were', () => {
  fc.assert(
    fc.property(words, (argv) => {
      const text = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
      expect(parseCommand(`show ${text}`)).toEqual({ ok: true, argv: ['show', ...argv] });
    }),
  );
});

test('words that a library quoted come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[\w "'$&|;*.-]{1,12}$/), { minLength: 1 }), (argv) => {
      expect(parseCommand(quote(['show', ...argv]))).toEqual({ ok: true, argv: ['show', ...argv] });
    }),
  );
});

test('what is accepted is split as a shell splits it', () => {
  const texts = fc.stringMatching(/^[ab'"|&;><#~ ]{1,12}$/);
  const accepted = fc.sample(texts, { numRuns: 4000, seed: 7 }).flatMap((text) => {
    const parsed = parseCommand(`show ${text}`);
    return parsed.ok
      ? [
          {
            text,
            shown: `show${parsed.argv
              .slice(1)
              .map((word) => `<${word}>`)
              .join('')}`,
          },
        ]
      : [];
  });
  expect(accepted.length).toBeGreaterThan(100);
  const script = [`show() { printf show; for word; do printf '<%s>' "$word"; done; echo; }`];
  script.push(...accepted.map(({ text }) => `show ${text}`));
  const output = execFileSync('sh', ['-c', script.join('\n')], { encoding: 'utf8' });
  expect(output.trimEnd().split('\n')).toEqual(accepted.map(({ shown }) => shown));
});
