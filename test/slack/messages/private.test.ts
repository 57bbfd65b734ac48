import { describe, expect, test } from '@jest/globals';
import { DOCTOR } from '../../../src/errors/doctor.js';
import { ERRORS } from '../../../src/errors.js';
import type { RunContext } from '../../../src/run/context.js';
import {
  done,
  nothingOpen,
  pressAgain,
  refused,
  starting,
  unknownRun,
} from '../../../src/slack/messages/private.js';

const run = (more: Partial<RunContext> = {}): RunContext =>
  ({
    id: 'abc-12-k3f9q2',
    ticket: 'ABC-12',
    questions: [],
    guidance: [],
    feedback: [],
    ...more,
  }) as unknown as RunContext;

describe('refusals', () => {
  test('say what was wrong and what to do', () => {
    expect(refused('not_allowed').text).toBe(
      'You do not have the right to do that. Ask an admin of metawsm to add you to `access` in metawsm.yml and to start it again. Guests, and people of other organisations, cannot be added.',
    );
    expect(unknownRun('<!channel> `x`').text).toBe(
      'There is no run &lt;\u2060!channel&gt; ˋxˋ. See `/metawsm list` for the runs there are.',
    );
  });

  test('of every code are whole sentences', () => {
    // What the doctor finds refuses nobody; its remedies may be mere commands.
    for (const code of Object.keys(ERRORS).filter((one) => !(one in DOCTOR))) {
      const fill = { repo: 'api', name: 'abc', detail: 'why', known: 'a, b' };
      expect(refused(code, fill).text).toMatch(/^[A-Z].+\.$/u);
      expect(refused(code, fill).text).not.toMatch(/[{}]|undefined/u);
    }
    expect(refused('toString').text).toContain('inside metawsm (toString)');
  });
});

test('short answers', () => {
  expect(starting('ABC-12', ['api', 'web']).text).toBe(
    'Starting intake for ticket ABC-12 in `api`, `web`. The card is in the channel.',
  );
  expect(done('stop', run()).text).toBe(
    'The run is stopped: `abc-12-k3f9q2`. The card in the channel shows how it goes on.',
  );
  expect(nothingOpen('ABC-12').text).toContain('Nothing waits for an answer in `ABC-12`.');
  expect(pressAgain('Write an answer…').text).toContain('Press `Write an answer…` again');
});
