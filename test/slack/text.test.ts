import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mentionedIn, typedText } from '../../src/slack/text.js';

const nameOf = (id: string) => (id === 'U0ANA' ? 'ana' : undefined);

describe('what Slack sends becomes what was typed', () => {
  const cases: [sent: string, typed: string][] = [
    ['plain', 'plain'],
    // entities, once
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;', '&lt;'],
    ['&amp;amp;lt;', '&amp;lt;'],
    ['&quot; stays', '&quot; stays'],
    // links
    ['<https://example.com|example.com>', 'example.com'],
    ['<https://example.com/a?b=1&amp;c=2>', 'https://example.com/a?b=1&c=2'],
    ['<http://server.ts|server.ts> and <http://b.md|b.md>', 'server.ts and b.md'],
    ['<https://a.example/x|the &lt;best&gt; page>', 'the <best> page'],
    ['<mailto:ana@example.com|ana@example.com>', 'ana@example.com'],
    ['<mailto:ana@example.com>', 'ana@example.com'],
    // typed by hand, so escaped by Slack: no link, no mention
    ['&lt;@U0ANA&gt;', '<@U0ANA>'],
    ['&lt;https://x.example|x&gt;', '<https://x.example|x>'],
    ['<not closed', '<not closed'],
    ['a <> b', 'a <> b'],
    // people, channels, groups
    ['<@U0ANA> hello', '@ana hello'],
    ['<@U0NEW> hello', '@U0NEW hello'],
    ['<@U0NEW|new.person>', '@new.person'],
    ['<#C0DEV|dev>', '#dev'],
    ['<#C0PRIV|>', '#C0PRIV'],
    ['<#C0PRIV>', '#C0PRIV'],
    ['<!here> <!channel>', '@here @channel'],
    ['<!here|here>', 'here'],
    ['<!subteam^S0LEADS|@leads>', '@leads'],
    ['<!subteam^S0LEADS>', '@S0LEADS'],
    ['<!date^1700000000^{date}|Nov 14>', 'Nov 14'],
    // dashes
    ['bootstrap ABC-12 —repos api', 'bootstrap ABC-12 --repos api'],
    ['bootstrap ABC-12 –repos api', 'bootstrap ABC-12 --repos api'],
    ['––repos api', '--repos api'],
    ['a — b', 'a — b'],
    ['well—known', 'well—known'],
    ['pages 3–4', 'pages 3–4'],
    ['line\n—goal x', 'line\n--goal x'],
    // spaces and quotes
    ['ABC-12\u00a0--repos\u202fapi', 'ABC-12 --repos api'],
    ['--goal \u201clog in\u201d', '--goal "log in"'],
    ['don\u2019t \u2018do\u2019', "don't 'do'"],
    ['`npm test`', '`npm test`'],
    ['', ''],
  ];

  test.each(cases)('%j', (sent, typed) => {
    expect(typedText(sent, nameOf)).toBe(typed);
  });

  test('a text that Slack escaped comes back whatever it holds', () => {
    const plain = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\u2010-\u201f\u00a0\u2007\u202f]/u.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        const sent = text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
        expect(typedText(sent)).toBe(text);
      }),
    );
  });

  test('who is mentioned', () => {
    expect(mentionedIn('<@U0ANA> and <@W1|bob> but not <#C0DEV> or &lt;@U0X&gt;')).toEqual(['U0ANA', 'W1']);
  });
});
