/** Which faults of a start are told in words. Those of a real start stand in journeys/start-up. */
import { expect, test } from '@jest/globals';
import { unstartable } from '../../src/app/unstartable.js';

const CONFIG = { home: '/srv/bot/home', database: { url: 'sqlite:/data/bot.sqlite' } };
const fault = (code: string, more: object) => Object.assign(new Error(code), { code, ...more });

test.each([
  ['the home', '/srv/bot/home/instance.lock'],
  ['the way to the home', '/srv/bot'],
  ['the folder of the database', '/data'],
])('%s that is closed names the path and the variables', (_, path) => {
  expect(unstartable(fault('EACCES', { path }), CONFIG)).toMatch(
    new RegExp(`^${path} cannot be written by this user \\(EACCES\\)\\..*METAWSM_HOME.*DATABASE_URL`),
  );
});

test.each([
  ['a file of somebody else', fault('EACCES', { path: '/srv/bot/home2/x' })],
  ['one without a path', fault('EEXIST', {})],
  ['one of another kind', fault('ENOENT', { path: '/srv/bot/home' })],
  ['no error', 'EACCES'],
])('%s is a defect', (_, error) => {
  expect(unstartable(error, CONFIG)).toBeUndefined();
});

test('a port that only root may use', () => {
  expect(unstartable(fault('EACCES', { syscall: 'listen', port: 80 }), CONFIG)).toMatch(
    /^PORT: 80 may not be used/,
  );
});
