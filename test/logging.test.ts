import { describe, expect, test } from '@jest/globals';
import { createLogger, type LogOptions } from '../src/logging.js';
import { createRedactor } from '../src/redact.js';

function logTo(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLogger({
    level: 'info',
    redact: createRedactor({ env: { MY_TOKEN: 'the-secret', QUOTED_KEY: 'se"cr\\et1' } }),
    destination: { write: (line) => lines.push(line) },
    ...options,
  });
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('for machines', () => {
  test('one line of JSON per event, fields and message in either order', () => {
    const { log, lines, entries } = logTo();
    log.info('started', { pid: 5 });
    log.warn({ pid: 6 }, 'slow\nvery');
    log.error('100%s %d');
    expect(lines.every((line) => /^[^\n]+\n$/u.test(line))).toBe(true);
    expect(entries()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u), pid: 5, msg: 'started' },
      { level: 'warn', time: expect.any(String), pid: 6, msg: 'slow\nvery' },
      { level: 'error', time: expect.any(String), msg: '100%s %d' },
    ]);
  });

  test('the run stands on every line of a run, and on no other', () => {
    const { log, entries } = logTo();
    const run = log.run('abc-12-k3f9q2');
    run.info('one');
    run.error(new Error('two'));
    log.info('three');
    expect(entries().map(({ run, msg }) => [run, msg])).toEqual([
      ['abc-12-k3f9q2', 'one'],
      ['abc-12-k3f9q2', 'two'],
      [undefined, 'three'],
    ]);
  });

  test('what is below the level is not even read', () => {
    const { log, lines } = logTo({ level: 'warn' });
    log.debug('a');
    log.info({
      get field() {
        throw new Error('was read');
      },
    });
    expect(lines).toEqual([]);
    logTo({ level: 'debug' }).log.debug('a');
  });

  test('no secret leaves: messages, fields, keys, run ids, stacks and causes', () => {
    const { log, lines, entries } = logTo();
    const cause = new Error('cause the-secret');
    const error = Object.assign(new Error('failed with the-secret', { cause }), {
      request: { token: 'the-secret' },
    });
    log.run('the-secret').info('say the-secret', { a: ['the-secret'], 'the-secret': 1, q: 'se"cr\\et1' });
    log.error('failed', error);
    log.error({ error, other: 'b' }, 'failed');
    expect(lines.join('')).not.toMatch(/the-secret|cr\\+et1/u);
    expect(entries()[1]).toMatchObject({
      msg: 'failed',
      err: {
        name: 'Error',
        message: 'failed with [redacted]',
        stack: expect.stringContaining('logging.test'),
        cause: { message: 'cause [redacted]' },
      },
    });
  });

  test('a statement that failed put what people had said into the log', () => {
    const { log, lines } = logTo();
    const error = Object.assign(new Error('SQLITE_FULL: disk is full'), {
      query: 'INSERT INTO "inbox" VALUES (?)',
      parameters: ['{"text":"what ana said in private"}'],
    });
    log.error('a defect: this work is not done', { err: error });
    expect(lines.join('')).toContain('INSERT INTO');
    expect(lines.join('')).not.toContain('what ana said');
  });

  test('a key block that spans fields does not break the line', () => {
    const { log, entries } = logTo();
    log.info({ a: '-----BEGIN PRIVATE KEY-----', b: 1, c: '-----END PRIVATE KEY-----' }, 'x');
    expect(entries()[0]).toMatchObject({ a: '[redacted]', b: 1, c: '[redacted]' });
  });

  test('things that JSON cannot hold are no fault', () => {
    const { log, entries } = logTo();
    const circle: Record<string, unknown> = { big: 5n };
    circle.self = circle;
    log.info({ circle, at: new Date(0), none: undefined }, 'x');
    expect(entries()[0]).toMatchObject({
      circle: { big: '5', self: '[circular]' },
      at: '1970-01-01T00:00:00.000Z',
    });
  });
});

describe('for people', () => {
  test('plain lines', () => {
    const { log, lines } = logTo({ human: true });
    log.run('abc-12-k3f9q2').warn('push refused', { repo: 'api', words: 'two words', list: [1] });
    log.info('ready');
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d WARN {2}abc-12-k3f9q2 push refused repo=api words="two words" list=\[1\]\n$/u,
    );
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d INFO {2}ready\n$/u);
  });

  test('the stack stands below, without secrets', () => {
    const { log, lines } = logTo({ human: true });
    const error = new Error('no the-secret', { cause: new TypeError('because') });
    log.error('broken', error);
    log.error('broken', { error, repo: 'api' });
    const below = String.raw`\n {4}Error: no \[redacted\]\n {4}at [^]*\n {4}TypeError: because\n {4}at `;
    expect(lines[0]).toMatch(new RegExp(String.raw`^[\d:]{8} ERROR broken${below}`, 'u'));
    expect(lines[1]).toMatch(new RegExp(String.raw`^[\d:]{8} ERROR broken repo=api${below}`, 'u'));
  });

  test('foreign text forges no line and speaks to no terminal', () => {
    const { log, lines } = logTo({ human: true });
    log.info('a\n00:00:00 ERROR forged \u001b[2J', { b: 'c\r\n\u009b31m' });
    expect(lines).toHaveLength(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(lines[0]).toMatch(/^[^\u0000-\u001f\u007f-\u009f]+\n$/u);
  });
});
