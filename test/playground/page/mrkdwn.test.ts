/** Slack's text as the page understands it. */
import { describe, expect, test } from '@jest/globals';
import type { Bare, Inline } from '../../../src/playground/page/text/inline.js';
import { mrkdwn, type TextBlock } from '../../../src/playground/page/text/mrkdwn.js';

const MARKS = { bold: 'b', italic: 'i', strike: 's' } as const;

/** The tree as a line of tags, so that a test shows what a person sees. */
function shown(text: string, bare: Bare = 'nothing'): string {
  return mrkdwn(text, bare).map(blockAs).join('');
}

function blockAs(block: TextBlock): string {
  if (block.is === 'fence') return `[pre ${block.text}]`;
  return `[${block.is === 'quote' ? 'q ' : 'p '}${block.inner.map(inlineAs).join('')}]`;
}

function inlineAs(one: Inline): string {
  switch (one.is) {
    case 'text':
      return one.text;
    case 'code':
      return `{code ${one.text}}`;
    case 'emoji':
      return one.sign;
    case 'link':
      return `{link ${one.href} ${one.label ?? ''}}`;
    case 'broadcast':
      return `{@${one.range}}`;
    case 'name':
      return `{${one.sign}${one.name}}`;
    case 'date':
      return `{date ${one.unix} ${one.format} ${one.href ?? '-'} ${one.fallback}}`;
    case 'user':
    case 'channel':
    case 'group':
      return `{${one.is} ${one.id}${one.label === undefined ? '' : ` ${one.label}`}}`;
    default:
      return `<${MARKS[one.is]}>${one.inner.map(inlineAs).join('')}</${MARKS[one.is]}>`;
  }
}

describe('marks', () => {
  test.each([
    ['*bold* _it_ ~no~ `co*de*`', '[p <b>bold</b> <i>it</i> <s>no</s> {code co*de*}]'],
    ['*_both_* and (*in brackets*)', '[p <b><i>both</i></b> and (<b>in brackets</b>)]'],
    ['*with `a*b` in it*', '[p <b>with {code a*b} in it</b>]'],
    ['*with <https://a.b/*x*|a link>*', '[p <b>with {link https://a.b/*x* a link}</b>]'],
    ['snake_case_name and 2*3*4', '[p snake_case_name and 2*3*4]'],
    ['* not bold * and *open', '[p * not bold * and *open]'],
    ['*two\nlines*', '[p *two\nlines*]'],
    ['**', '[p **]'],
    ['`` and `', '[p `` and `]'],
    // What the bot puts beside a mark that somebody else has written.
    ['\u2060*\u2060no\u2060*\u2060', '[p \u2060*\u2060no\u2060*\u2060]'],
  ])('%j', (text, tree) => {
    expect(shown(text)).toBe(tree);
  });
});

describe('fences and quotes', () => {
  test.each([
    ['before\n```\nnpm test\n  x\n```\nafter', '[p before][pre npm test\n  x][p after]'],
    ['```one``` and ```two```', '[pre one][p  and ][pre two]'],
    ['```*a* &lt;b&gt; <https://a.b|l>```', '[pre *a* <b> l]'],
    ['```never closed\n*a*', '[p ```never closed\n<b>a</b>]'],
    ['>one\n>two *b*\nthree', '[q one\ntwo <b>b</b>][p three]'],
    ['&gt; wire form', '[q wire form]'],
    ['a\n>>>b\nc\n\nd', '[p a][q b\nc\n\nd]'],
    ['1 &gt; 0', '[p 1 > 0]'],
  ])('%j', (text, tree) => {
    expect(shown(text)).toBe(tree);
  });
});

describe('what stands between < and >', () => {
  test.each([
    [
      '<@U12> <#C12|dev> <#C12> <!subteam^S1|@leads> <!here>',
      '[p {user U12} {channel C12 dev} {channel C12} {group S1 @leads} {@here}]',
    ],
    ['<https://a.b/?x=1&amp;y=2|a &lt; b>', '[p {link https://a.b/?x=1&y=2 a < b}]'],
    ['<https://a.b>', '[p {link https://a.b/ }]'],
    ['<mailto:a@b.c|mail>', '[p {link mailto:a@b.c mail}]'],
    [
      '<!date^1700000000^{date} at {time}^https://a.b|then>',
      '[p {date 1700000000 {date} at {time} https://a.b/ then}]',
    ],
  ])('%j', (text, tree) => {
    expect(shown(text)).toBe(tree);
  });

  test.each([
    '<javascript:alert(1)|press me>',
    '<JaVaScRiPt:alert(1)>',
    '<data:text/html,x|y>',
    '<file:///etc/passwd|z>',
    '< https://a.b|spaced>',
    '<@u12>',
    '<!channel2>',
    '<https://|nothing>',
    '<>',
  ])('%j stays text', (text) => {
    expect(shown(text)).toBe(`[p ${text}]`);
  });

  test('a date keeps a bad address out', () => {
    expect(shown('<!date^1^{date}^javascript:alert(1)|x>')).toBe('[p {date 1 {date} - x}]');
  });
});

describe('what is not marked', () => {
  const text = 'see https://a.b/c. and @here in #dev, not a@here.b';

  test('verbatim: nothing comes alive', () => {
    expect(shown(text, 'nothing')).toBe(`[p ${text}]`);
  });

  test('the text of a message: addresses, without the sign that ends the sentence', () => {
    expect(shown(text, 'addresses')).toBe(
      '[p see {link https://a.b/c https://a.b/c}. and @here in #dev, not a@here.b]',
    );
  });

  test('a mrkdwn object without verbatim: names as well', () => {
    expect(shown(text, 'names')).toBe(
      '[p see {link https://a.b/c https://a.b/c}. and {@here} in {#dev}, not a@here.b]',
    );
  });
});

describe('hostile and long texts', () => {
  test('entities are decoded once', () => {
    expect(shown('&amp;lt;b&amp;gt; &lt;@U12&gt; &nbsp; &')).toBe('[p &lt;b&gt; <@U12> &nbsp; &]');
  });

  test('names of objects are no emoji', () => {
    expect(shown(':constructor: :tada: :no_such_thing: 10:30:45')).toBe(
      '[p :constructor: 🎉 :no_such_thing: 10:30:45]',
    );
  });

  test('writing from the right and long words pass as they are', () => {
    const word = 'w'.repeat(5_000);
    expect(shown(`שלום *עולם* ${word}`)).toBe(`[p שלום <b>עולם</b> ${word}]`);
  });

  test.each([
    ['marks that never close', '*a _b ~c '.repeat(4_400)],
    ['marks within marks', `${'*_~'.repeat(5_000)}x${'~_*'.repeat(5_000)}`],
    ['open brackets', '<'.repeat(40_000)],
    ['open code', '`a '.repeat(13_000)],
    ['colons', ':a'.repeat(20_000)],
    ['fences', '``` '.repeat(10_000)],
  ])('%s: 40,000 characters do not make it stand still and lose nothing', (_, text) => {
    const before = performance.now();
    const plain = shown(text).replace(/<\/?[bis]>/g, '');
    expect(performance.now() - before).toBeLessThan(15_000);
    expect(plain.length).toBeGreaterThan(text.length / 2);
  });
});
