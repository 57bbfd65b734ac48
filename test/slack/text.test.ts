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

  const keyboards: [from: string, sent: string, typed: string][] = [
    [
      'iOS, smart punctuation',
      'bootstrap ABC-12 —repos api —goal “log in”',
      'bootstrap ABC-12 --repos api --goal "log in"',
    ],
    ['iOS, three hyphens', '—-repos api', '--repos api'],
    ['iOS, apostrophes', 'don’t touch ‘src’', "don't touch 'src'"],
    ['iOS, dots', '--goal “wait…”', '--goal "wait…"'],
    ['Android, no-break space', 'ABC-12\u00a0—repos\u00a0api', 'ABC-12 --repos api'],
    ['macOS, em dash', 'merge ABC-12 —dry-run', 'merge ABC-12 --dry-run'],
    ['macOS, en dash', 'merge ABC-12 –dry–run', 'merge ABC-12 --dry–run'],
    ['macOS, two en dashes', '––all', '--all'],
    ['macOS, hyphen and en dash', '-–all', '--all'],
    ['macOS, dash and value', '—base=web=develop', '--base=web=develop'],
    ['macOS, a dash within a word', '--goal log—in', '--goal log—in'],
    ['macOS, a dash between words', 'iterate ABC-12 smaller — please', 'iterate ABC-12 smaller — please'],
    ['macOS, a dash before a number', '—3 degrees', '—3 degrees'],
    ['macOS, the dots of go', '--done “`go test ./…` passes”', '--done "`go test ./...` passes"'],
    ['macOS, dots within words', 'main…feature and so on…', 'main…feature and so on…'],
    ['Windows, horizontal bar', '―repos api', '--repos api'],
    ['Word, no-break hyphens', '‑‑repos api of ABC‑12', '--repos api of ABC-12'],
    ['Word, soft hyphen', 'boot\u00adstrap', 'bootstrap'],
    ['German quotes', '—goal „Anmelden mit „Passkey““', '--goal "Anmelden mit "Passkey""'],
    ['German single quotes', '‚Anmelden‘', "'Anmelden'"],
    ['French quotes and narrow spaces', '—goal «\u202fSe connecter\u202f»', '--goal " Se connecter "'],
    ['French quotes and no-break spaces', '«\u00a0oui\u00a0»\u202f!', '" oui " !'],
    ['Spanish quotes', '—goal «Entrar»', '--goal "Entrar"'],
    ['Swiss single quotes', '‹oui›', "'oui'"],
    ['Swedish quotes', '—goal ”Logga in”', '--goal "Logga in"'],
    ['thin and wide spaces', 'a\u2009b\u3000c\u2007d', 'a b c d'],
    ['zero-width characters', '\ufeffABC\u200b-12\u2060 --repos\u200e api', 'ABC-12 --repos api'],
    ['directions of a copied contact', '\u202aABC-12\u202c', 'ABC-12'],
    ['emoji with joiners', 'ship it 👩‍💻 :rocket: 1️⃣', 'ship it 👩‍💻 :rocket: 1️⃣'],
    ['Persian with joiners', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['a file that is a link', '--scope <http://api.test.ts|api.test.ts>', '--scope api.test.ts'],
    [
      'a host that is a link',
      '--goal "Move to <http://example.com|example.com>"',
      '--goal "Move to example.com"',
    ],
    [
      'an address in a sentence',
      'see <https://example.com/a?b=1&amp;c=2>.',
      'see https://example.com/a?b=1&c=2.',
    ],
    ['a mail address', '<mailto:ana@example.com|ana@example.com>', 'ana@example.com'],
    ['a telephone number', '<tel:+49301234|030 1234> or <tel:+49301234>', '030 1234 or +49301234'],
    ['a private channel', 'in <#C0PRIV|> and <#C0DEV|dev>', 'in #C0PRIV and #dev'],
    ['people', '<@U0ANA> asks <@U0NEW>', '@ana asks @U0NEW'],
    ['a user group', '<!subteam^S0LEADS|@leads>', '@leads'],
    ['a date', '<!date^1700000000^{date}|Nov 14, 2023>', 'Nov 14, 2023'],
    ['entities, once', '`a &amp;&amp; b` &lt;T&gt; &amp;lt;', '`a && b` <T> &lt;'],
    ['a code span', '--done `npm test`', '--done `npm test`'],
    ['a block of code', '--done ```npm test```', '--done ```npm test```'],
    ['a pasted list', '• one\n• two\n    ◦ three', '• one\n• two\n    ◦ three'],
    [
      'line breaks in a command',
      'bootstrap ABC-12\n—repos api\r\n—goal x',
      'bootstrap ABC-12\n--repos api\r\n--goal x',
    ],
  ];

  test.each(keyboards)('%s: %j', (_, sent, typed) => {
    expect(typedText(sent, nameOf)).toBe(typed);
  });

  test.each(cases)('%j', (sent, typed) => {
    expect(typedText(sent, nameOf)).toBe(typed);
  });

  test('a text that Slack escaped comes back whatever it holds', () => {
    const plain = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\u2000-\u200b\u200e-\u206f\u3000\ufeff\u00a0\u00ab\u00ad\u00bb]/u.test(text));
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
