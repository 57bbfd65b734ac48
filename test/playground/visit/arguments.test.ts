/** The command line, and what keeps the playground from starting. */
import { expect, test } from '@jest/globals';
import { readFlags, USAGE, WrongUse } from '../../../src/playground/visit/arguments.js';
import { realTokensIn } from '../../../src/playground/visit/real-slack.js';

test('every flag is read, and stands in the usage', () => {
  const words = ['--home', 'a', '--config=b.yml', '--port', '4711', '--log', '--inspector', '--help'];
  const flags = readFlags(words);
  expect(flags).toEqual({ home: 'a', config: 'b.yml', port: 4711, log: true, inspector: true, help: true });
  for (const name of Object.keys(flags)) expect(USAGE).toContain(`--${name}`);
  expect(readFlags([])).toEqual({ port: 0, log: false, inspector: false, help: false });
});

test.each([
  [['--hom', 'x'], 'There is no --hom. Did you mean --home?'],
  [['--inspect'], 'There is no --inspect. Did you mean --inspector?'],
  [['--nothing-like-it'], 'There is no --nothing-like-it.'],
  [['-p'], 'There is no -p.'],
  [['somewhere'], 'I do not know what to do with “somewhere”.'],
  [['--home'], '--home needs a value.'],
  [['--home', '--log'], '--home needs a value.'],
  [['--log=yes'], '--log takes no value.'],
  [['--port', 'http'], '--port needs a number from 0 to 65535.'],
  [['--port', '70000'], '--port needs a number from 0 to 65535.'],
])('%j is refused', (words, message) => {
  expect(() => readFlags(words)).toThrow(new WrongUse(message));
});

test('tokens of a real Slack are found by name and by form, the playground’s own are none', () => {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
    SLACK_SIGNING_SECRET: 'abcdef',
    TEAM_TOKEN: 'xapp-1-A1-2-abc',
    SLACK_APP_TOKEN: ' ',
    SLACK_API_URL: 'https://slack.com/api/',
    OTHER_BOT: 'xoxb-playground-0123',
    PATH: '/bin',
    GTK3_MODULES: 'xapp-gtk3-module',
    AUTH: 'Bearer XOXB-1-2-abc',
    QUOTED: '"xoxp-1-2-abc"',
    slack_client_secret: '0123',
    ROTATED: 'xoxe.xoxp-1-abc',
  };
  expect(realTokensIn(env)).toEqual([
    'AUTH',
    'QUOTED',
    'ROTATED',
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
    'TEAM_TOKEN',
    'slack_client_secret',
  ]);
});
