import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { code, cut, cutMrkdwn, fence, plain, quote, say, slices, words } from '../../src/slack/escape.js';
import { hostile } from './sample-views.js';

describe('say', () => {
  test('escapes what is put into it, and keeps what is finished', () => {
    expect(say`Press \`Merge & close\`, ${'<@U0EVIL>'} ${code('a`b<c')} ${3}`.text).toBe(
      'Press `Merge &amp; close`, &lt;\u2060@U0EVIL&gt; `aˋb&lt;c` 3',
    );
  });

  test('keeps foreign words on one line, without formatting', () => {
    expect(words('*a*\n\n_b_').text).toBe('\u2060*\u2060a\u2060*\u2060 \u2060_\u2060b\u2060_\u2060');
    expect(words('run `npm_x` *now*').text).toBe('run `npm_x` \u2060*\u2060now\u2060*\u2060');
    expect(words('odd ` one').text).toBe('odd \u2060`\u2060 one');
    expect(words('a\u202eb\u0000c').text).toBe('abc');
    expect(words('@here and @CHANNEL').text).toBe('@\u2060here and @\u2060CHANNEL');
  });
});

describe('other people’s paragraphs', () => {
  test('are quoted line by line', () => {
    expect(quote('one\r\ntwo <b>\n\n\n\nthree', 100).text).toBe('>one\n>two &lt;b&gt;\n>\n>three');
  });

  test('as code they keep their end and cannot leave the block', () => {
    expect(fence('a ``` b', 100).text).toBe('```\na `\u2060`\u2060` b\n```');
    const { text } = fence(`${'x'.repeat(5_000)} the end`, 50);
    expect(text).toMatch(/^```\n…x+ the end\n```$/u);
    expect(text.length).toBeLessThanOrEqual(60);
    expect(fence('&'.repeat(5_000), 3_000).text.length).toBeLessThanOrEqual(3_000);
  });
});

describe('cutting', () => {
  test('keeps characters whole', () => {
    expect(cut('👩‍👩‍👧👩‍👩‍👧', 10)).toBe('👩‍👩‍👧…');
    expect(cut('e\u0301e\u0301', 3)).toBe('e\u0301…');
    expect(cut('abc', 3)).toBe('abc');
    expect(plain('  \n ', 75)).toBe('–');
  });

  test('keeps entities, marks and code whole', () => {
    expect(cutMrkdwn('aaaa &amp;&amp;&amp;&amp;', 14)).toBe('aaaa…');
    expect(cutMrkdwn('aaaaaa <@U0ANA> and much more of this', 16)).toBe('aaaaaa…');
    expect(cutMrkdwn('see `one two three four five`', 20)).toBe('see `one two th…`');
    expect(cutMrkdwn(`${fence('x'.repeat(90), 200).text}\nmore`, 50)).toMatch(/^```\nx+…\n```$/u);
  });

  test('never leaves half a character, and never more than asked for', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, limit) => {
        const whole = words(text, 10_000).text;
        for (const piece of [
          cut(text.replace(/\p{Cs}/gu, ''), limit),
          ...slices(whole, Math.max(20, limit)),
        ]) {
          expect(piece).not.toMatch(/\p{Cs}/u);
          expect(piece.length).toBeLessThanOrEqual(Math.max(20, limit));
        }
        expect(slices(whole, 50).join('')).toBe(whole);
        expect(cutMrkdwn(whole, Math.max(20, limit)).length).toBeLessThanOrEqual(Math.max(20, limit));
      }),
    );
  });
});

test('where Slack shows plain text, a link with a name of its own was left as it came', () => {
  expect(plain('<https://evil.example|Approve> and a < b', 75)).toBe(
    '<\u2060https://evil.example|Approve> and a < b',
  );
});
