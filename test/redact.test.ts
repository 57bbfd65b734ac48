import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor, REDACTED } from '../src/redact.js';

const none = createRedactor({ env: {} });
/** Samples are put together here, so that no scanner takes this file for a leak. */
const sample = (...parts: string[]) => parts.join('');
const letters = 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1cDe4gHi7kLm0o';

describe('by value', () => {
  const secret = 'p&ss w0rd/ünd"so\\weiter+';
  const redact = createRedactor({
    env: { MY_TOKEN: secret, PLAIN: 'nothing special', INTERNAL_URL: 'intra.example/x' },
    names: ['INTERNAL_URL'],
  });

  test.each([
    ['plain', secret],
    ['JSON', JSON.stringify({ a: secret })],
    ['JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ['JSON in ASCII', JSON.stringify(secret).replace('ü', '\\u00fc')],
    ['JSON with escaped slashes', JSON.stringify(secret).replaceAll('/', '\\/')],
    ['URL', encodeURIComponent(secret)],
    ['URL, lower case', encodeURIComponent(secret).replace(/%../gu, (hex) => hex.toLowerCase())],
    ['form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['a whole URL', encodeURI(secret)],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 without padding', Buffer.from(secret).toString('base64').replaceAll('=', '')],
    ['base64url', Buffer.from(secret).toString('base64url')],
  ])('%s', (_, text) => {
    const hidden = redact(`before ${text} after`);
    expect(hidden).toMatch(/^before (?:\W{0,8}a\W{1,8}(?:b\W{1,10})?|"|\\)?\[redacted\].{0,10} after$/u);
    expect(hidden).not.toContain('w0rd');
    expect(redact(text)).not.toContain(Buffer.from(secret).toString('base64').slice(4, 12));
  });

  test('in base64 wherever it stands in something longer', () => {
    const value = letters.slice(0, 17);
    const hide = createRedactor({ env: { KEY: value } });
    for (let before = 0; before < 6; before += 1)
      for (let after = 0; after < 4; after += 1) {
        const whole = Buffer.from(`${'u'.repeat(before)}${value}${':'.repeat(after)}`).toString('base64');
        const [left = '', right = ''] = hide(whole).split(REDACTED);
        // What is left are the characters that hold bits of the neighbours.
        expect(left.length).toBeLessThanOrEqual(Math.ceil((before * 8) / 6));
        expect(right.length).toBeLessThanOrEqual(whole.length - Math.floor(((before + 17) * 8) / 6));
      }
  });

  test.each([
    'TOKEN',
    'my_secret_x',
    'DB_PASSWORD',
    'PASSWD',
    'SshKey',
    'CREDENTIALS',
    'SENTRY_DSN',
    'BASIC_AUTH',
    'INTERNAL_URL',
  ])('the name %s makes it a secret', (name) => {
    expect(createRedactor({ env: { [name]: 'some-value' }, names: ['INTERNAL_URL'] })('x some-value y')).toBe(
      'x [redacted] y',
    );
  });

  test('other names, short values, everyday words and places stay', () => {
    const env = {
      PLAIN: 'some-value',
      KEY: 'seven77',
      TOKEN: 'required',
      AUTH: 'production',
      SSH_KEY: '/home/ana',
      HOME: '/home/ana',
      GIT_AUTHOR_NAME: 'Ana Lopez',
      SECRET: undefined,
    };
    const text = 'some-value seven77 required production /home/ana Ana Lopez';
    expect(createRedactor({ env })(text)).toBe(text);
  });

  test('secrets that overlap or hold each other leave nothing', () => {
    const redactAll = createRedactor({
      env: {},
      extraValues: ['abcdefgh1', 'gh1xyzwqr', 'abcdefgh1-and-more'],
    });
    expect(redactAll('abcdefgh1xyzwqr')).toBe(REDACTED);
    expect(redactAll('abcdefgh1-and-more')).toBe(REDACTED);
    expect(redactAll('a abcdefgh1 b gh1xyzwqr')).toBe('a [redacted] b [redacted]');
  });

  test('values that become known later', () => {
    const later = createRedactor({ env: {} });
    expect(later('late-secret')).toBe('late-secret');
    later.addValues(['late-secret', 'short']);
    expect(later('late-secret, short')).toBe('[redacted], short');
  });

  test('a secret that is a part of the mark does not nest', () => {
    expect(createRedactor({ env: { TOKEN: 'redacted' } })('[redacted] redacted')).toBe('[redacted] redacted');
  });
});

describe('entries of files', () => {
  test.each([
    ['.env', 'export API_TOKEN=value-one # comment\nOTHER=value-two'],
    ['.env, quoted', `API_TOKEN="value-one"\nOTHER='value-two'`],
    ['.env over lines', 'SSH_KEY="first line\nvalue-one"\nOTHER=value-two'],
    ['.env, escaped', 'API_TOKEN="two\\nvalue-one"'],
    ['.npmrc', '//registry.example.org/:_authToken=value-one\nregistry=value-two'],
    ['ini', '[db]\n  password = value-one\n  host = value-two'],
    ['netrc', 'machine example.org login value-two password value-one'],
    ['YAML', 'db:\n  password: value-one\n  host: value-two'],
    ['JSON', '{"db": [{"password": "value-one", "host": "value-two"}]}'],
    ['JSON with comments', '{\n  // here\n  "password": "value-one",\n  "host": "value-two"\n}'],
  ])('%s', (_, content) => {
    const redact = createRedactor({ env: {} });
    redact.addFile(content);
    const value = content.includes('first line')
      ? 'first line\nvalue-one'
      : content.includes('two\\n')
        ? 'two\nvalue-one'
        : 'value-one';
    expect(redact(`${value} value-two`)).toBe('[redacted] value-two');
  });

  test('a name of the configuration counts there too', () => {
    const redact = createRedactor({ env: {}, names: ['INTERNAL_URL'] });
    redact.addFile('INTERNAL_URL=intra.example\nPUBLIC_URL=public.example');
    expect(redact('intra.example public.example')).toBe('[redacted] public.example');
  });
});

describe('by form', () => {
  test.each([
    sample('xox', 'b-123456789012-1234567890123-', letters.slice(0, 24)),
    sample('xox', 'p-123456789012-', letters.slice(0, 24)),
    sample('xoxe.', 'xoxb-1-', letters),
    sample('xapp', '-1-A0123-1234-', letters),
    sample('gh', 'p_', letters.slice(0, 36)),
    sample('gh', 's_', letters.slice(0, 36)),
    sample('github', '_pat_', letters, '_', letters),
    sample('gl', 'pat-', letters.slice(0, 20)),
    sample('AK', 'IA', 'IOSFODNN7EXAMPLE'),
    sample('sk', '-ant-api03-', letters, '-', letters),
    sample('sk', '-proj-', letters),
    sample('sk', '-', letters),
    sample('sk', '_live_', letters.slice(0, 24)),
    sample('AI', 'za', letters.slice(0, 35)),
    sample('npm', '_', letters.slice(0, 36)),
    sample('ey', 'JhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0.', letters),
  ])('%s', (token) => {
    expect(none(token)).toBe(REDACTED);
    expect(none(`say "${token}", then`)).toBe('say "[redacted]", then');
    expect(none(`TOKEN=${token}\n`)).toBe('TOKEN=[redacted]\n');
    expect(none(JSON.stringify(`one\n${token}`))).toBe('"one\\n[redacted]"');
    expect(none(`?q%3D${token}&r=1`)).toBe('?q%3D[redacted]&r=1');
  });

  test.each([
    [sample('aws_secret_access_key = ', letters), 'aws_secret_access_key = [redacted]'],
    [sample('"awsSecretKey": "', letters, '"'), '"awsSecretKey": "[redacted]"'],
    ['postgres://app:hunter2@db/x', 'postgres://app:[redacted]@db/x'],
    ['redis://:hunter2@db', 'redis://:[redacted]@db'],
    [
      sample('https://', letters.slice(0, 32), '@o1.ingest.example/1'),
      'https://[redacted]@o1.ingest.example/1',
    ],
    ['Server=x;User=a;Password=hunter2;Y=1', 'Server=x;User=a;Password=[redacted];Y=1'],
    [`AccountName=a;AccountKey=${letters}==;E=1`, 'AccountName=a;AccountKey=[redacted];E=1'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [redacted]'],
    ['curl -H "authorization: Basic dTpwYXNz" x', 'curl -H "authorization: Basic [redacted]" x'],
    ['{"Authorization":"Bearer abcdefgh"}', '{"Authorization":"Bearer [redacted]"}'],
    [`send Bearer ${letters}`, 'send Bearer [redacted]'],
    ['X-Api-Key: hunter2hunter2', 'X-Api-Key: [redacted]'],
    [
      sample('https://hooks.slack', '.com/services/T0/B0/', letters),
      sample('https://hooks.slack', '.com/services/[redacted]'),
    ],
  ])('%s', (text, expected) => {
    expect(none(text)).toBe(expected);
  });

  test.each([
    'task-abc-12-do-the-right-thing-with-2-repos',
    'risk-assessment-2026-final-version',
    'sk-spinner-container-with-a-long-name',
    'http://localhost:3000/path@2x.png',
    'https://example.org/a:b and ana@example.org',
    'git@github.com:acme/api.git',
    'ssh://git@example.org/x.git',
    'basic authentication and bearer bonds',
    'commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    'const password = readPassword();',
    'package.json.lock and a.eyJ',
    '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0B\n-----END PUBLIC KEY-----',
    'the line -----BEGIN begins it',
  ])('%s stays', (text) => {
    expect(none(text)).toBe(text);
  });
});

describe('private keys', () => {
  const body = [letters + letters.slice(0, 24), letters.slice(3) + letters.slice(0, 27), 'QUJDREVGRw=='];
  const begin = sample('-----BEGIN ', 'RSA PRIVATE KEY-----');
  const end = sample('-----END ', 'RSA PRIVATE KEY-----');
  const key = [begin, ...body, end].join('\n');

  test.each([
    ['whole', `a\n${key}\nb`, 'a\n[redacted]\nb'],
    ['escaped', JSON.stringify({ key, x: 'y' }), '{"key":"[redacted]","x":"y"}'],
    ['in a diff', ` a\n${key.replace(/^/gmu, '+')}\n b`, ' a\n+[redacted]\n b'],
    ['removed in a diff', ` a\n${key.replace(/^/gmu, '-')}\n b`, ' a\n-[redacted]\n b'],
    ['two of them', `${key}\nand\n${key}`, '[redacted]\nand\n[redacted]'],
    ['with its end cut off', `a\n${[begin, ...body].join('\n')}`, 'a\n[redacted]'],
    [
      'with its end cut off, and more text',
      `a\n${[begin, ...body].join('\n')}\nand so on`,
      'a\n[redacted]\nand so on',
    ],
    ['with its beginning cut off', `${[...body, end].join('\n')}\nb`, '[redacted]\nb'],
    [
      'with its beginning cut off, after text',
      `so it was:\n${[...body, end].join('\n')}\nb`,
      'so it was:\n[redacted]\nb',
    ],
    ['named only', `where ${begin} stands`, 'where [redacted] stands'],
  ])('%s', (_, text, expected) => {
    expect(none(text)).toBe(expected);
  });
});

test('deep: every string of a structure, keys too', () => {
  const redact = createRedactor({ env: { TOKEN: 'the-secret' } });
  const circle: Record<string, unknown> = { list: ['a the-secret', 1, null, true, undefined] };
  circle.self = circle;
  expect(redact.deep(circle)).toEqual({
    list: ['a [redacted]', 1, null, true, undefined],
    self: '[circular]',
  });
  expect(
    redact.deep({
      'the-secret': new Map([['a', new Set(['the-secret'])]]),
      b: Buffer.from('the-secret'),
      n: 5n,
    }),
  ).toEqual({
    '[redacted]': { a: ['[redacted]'] },
    b: '[10 bytes]',
    n: '5',
  });
  expect(redact.deep({ at: new Date(0), url: new URL('https://x/the-secret'), f: () => 1 })).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    url: 'https://x/[redacted]',
    f: undefined,
  });
  const shared = { a: 'the-secret' };
  expect(redact.deep([shared, shared])).toEqual([{ a: '[redacted]' }, { a: '[redacted]' }]);
  const error = Object.assign(new Error('no the-secret', { cause: new TypeError('the-secret') }), {
    code: 'E',
    data: shared,
  });
  expect(redact.deep(error)).toMatchObject({
    name: 'Error',
    message: 'no [redacted]',
    stack: expect.not.stringContaining('the-secret'),
    cause: { name: 'TypeError', message: '[redacted]' },
    code: 'E',
    data: { a: '[redacted]' },
  });
});

const secrets = fc.array(
  fc.string({ minLength: 8, maxLength: 20, unit: 'grapheme' }).filter((text) => text.trim().length >= 8),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const pieces = [
  ...'ab:/@=. \n"\\',
  '://u:',
  'sk-',
  'xoxb-',
  '.eyJ',
  'Bearer ',
  '-----BEGIN PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
  REDACTED,
];

test('a value that hides the form around it: both go at once', () => {
  const value = '  \u{10000}\u{10000}   !';
  const redact = createRedactor({ env: {}, extraValues: [value] });
  const hidden = redact(`://u:${value}a@`);
  expect(hidden).not.toContain('a@');
  expect(redact(hidden)).toBe(hidden);
});

test.each([
  ['a sign that turns the direction', '\u202a'],
  ['a space of no width', '\u200b'],
  ['a zero byte', '\u0000'],
  ['a colour', '\u001b[31m'],
])('a secret that was parted by %s reached its reader whole', (_, sign) => {
  const redact = createRedactor({ env: { API_TOKEN: 'hunter2hunter2' } });
  expect(redact(`it is hunter2${sign}hunter2.`)).toBe('it is [redacted].');
  expect(redact(`ghp_012345678${sign}9abcdefghij`)).toBe('[redacted]');
  expect(redact(`no secret${sign} at all`)).toBe(`no secret${sign} at all`);
});

test('a secret that reads like the mark does not go on for ever', () => {
  const redact = createRedactor({ env: { TOKEN: 'redacted' } });
  expect(redact('the word redacted').length).toBeLessThan(100);
});

test('no value is left in any text, and what is redacted stays as it is', () => {
  fc.assert(
    fc.property(
      secrets,
      fc.array(fc.oneof(fc.nat(3), fc.constantFrom(...pieces)), { maxLength: 30 }),
      (values, parts) => {
        const redact = createRedactor({ env: {}, extraValues: values });
        const text = parts
          .map((part) => (typeof part === 'number' ? values[part % values.length] : part))
          .join('');
        const hidden = redact(text);
        for (const value of values) expect(hidden.replaceAll(REDACTED, '')).not.toContain(value);
        expect(redact(hidden)).toBe(hidden);
      },
    ),
  );
});

describe('a megabyte is read in time proportional to its length', () => {
  const bait = [
    'a',
    ' ',
    '\n',
    '=',
    'eyJ',
    '.eyJ',
    'eyJaaaaaaaa.',
    '://',
    '://a:',
    '://a:b',
    ':a',
    'sk-',
    'sk-a',
    '\\nsk-a',
    '%41sk-',
    'xoxb-',
    'xoxe.',
    'ghp_',
    'AKIA',
    'AIza',
    'bearer ',
    'bearer a',
    'authorization: ',
    'authorization',
    'aws_secret_key',
    'x-api-key:',
    ';Password=',
    '; ',
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\n',
    '\n-----END PRIVATE KEY-----',
    '-----BEGIN ',
    'AAAAAAAAAAAAAAAA\n',
    '1 ',
    'glpat-',
    'https://hooks.slack.com/services/',
  ];
  const redact = createRedactor({ env: { TOKEN: 'aaaaaaaa', KEY: '        x', AUTH: '://a:://a:' } });

  // Anything quadratic would take minutes here; the time limit of the suite is the assertion.
  test.each(bait)('%j over and over', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(typeof redact(`${text}!`)).toBe('string');
  });

  test('with many secrets', () => {
    const env = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`TOKEN_${at}`, `${letters}${at}`]));
    const text = 'an ordinary line of a log, nothing to see in it\n'.repeat(20_000);
    expect(createRedactor({ env })(text)).toBe(text);
  });

  test('files', () => {
    for (const piece of ['A="', 'TOKEN=', '[', '{"a":', 'password ', '"', 'k: ', '\\'])
      redact.addFile(piece.repeat(Math.floor(999_000 / piece.length)));
  });
});
