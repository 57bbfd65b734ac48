/** The nearest known word: of commands, flags and names in Slack, of keys and values in metawsm.yml. */
import { describe, expect, test } from '@jest/globals';
import { named, nearest } from '../../src/run/nearest.js';
import { COMMAND_NAMES } from '../../src/slack/messages/help.js';

const REPOS = ['api', 'web', 'Documentation', 'payments-service'];
const FLAGS = ['repos', 'base', 'agent', 'goal', 'scope', 'done', 'constraints', 'merge', 'dry-run'];
const KEYS = ['repos', 'agents', 'defaultAgent', 'access', 'channels', 'git', 'guidance', 'checks', 'limits'];
const RUNS = ['abc-12-k3f9q2', 'ABC-12', 'pay-7-aaaaaa', 'PAY-7'];

describe('nearest', () => {
  test.each<[word: string, known: readonly string[], meant: string | undefined]>([
    ['staus', COMMAND_NAMES, 'status'],
    ['MREGE', COMMAND_NAMES, 'merge'],
    ['boostrap', COMMAND_NAMES, 'bootstrap'],
    ['boot', COMMAND_NAMES, 'bootstrap'],
    ['sto', COMMAND_NAMES, 'stop'],
    ['st', COMMAND_NAMES, undefined],
    ['banana', COMMAND_NAMES, undefined],
    ['', COMMAND_NAMES, undefined],
    ['repo', FLAGS, 'repos'],
    ['dryrun', FLAGS, 'dry-run'],
    ['constrains', FLAGS, 'constraints'],
    ['constr', FLAGS, 'constraints'],
    ['verbose', FLAGS, undefined],
    ['apu', REPOS, 'api'],
    ['wbe', REPOS, 'web'],
    ['xyz', REPOS, undefined],
    ['documentaton', REPOS, 'Documentation'],
    ['payment-servcie', REPOS, 'payments-service'],
    ['defaultagent', KEYS, 'defaultAgent'],
    ['guidence', KEYS, 'guidance'],
    ['chekcs', KEYS, 'checks'],
    ['tickets', KEYS, undefined],
    ['abc-12-k3f9q3', RUNS, 'abc-12-k3f9q2'],
    ['abc-1', RUNS, 'ABC-12'],
    ['NOPE-1', RUNS, undefined],
  ])('%j', (word, known, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  test('among equals the first, and nothing out of nothing', () => {
    expect(nearest('aab', ['aaa', 'bab'])).toBe('aaa');
    expect(nearest('api', [])).toBeUndefined();
  });
});

test('named: the exact one, else the one with other letter case', () => {
  expect(named('WEB', ['Web', 'WEB'])).toBe('WEB');
  expect(named('documentation', REPOS)).toBe('Documentation');
  expect(named('apu', REPOS)).toBeUndefined();
});
