/** The log and the change can be asked for in every state that has them; asking changes nothing. */
import { describe, expect, test } from '@jest/globals';
import { later, Walk } from './walk.js';

const states: [string, () => Walk, { log: boolean; diff: boolean }][] = [
  ['intake', () => new Walk().read(), { log: false, diff: false }],
  ['preparing', () => new Walk().read().does('start'), { log: false, diff: false }],
  ['running', () => new Walk().working(), { log: true, diff: false }],
  ['awaiting_guidance', () => new Walk().working().asked(), { log: true, diff: false }],
  ['checking', () => new Walk().working().done(), { log: true, diff: false }],
  ['running', () => new Walk().working().done().checks(1), { log: true, diff: true }],
  ['merge_ready', () => new Walk().ready(), { log: true, diff: true }],
  ['closing', () => new Walk().ready().does('merge'), { log: true, diff: true }],
  ['stopped', () => new Walk().working().does('stop'), { log: true, diff: false }],
  ['failed', () => new Walk().working().exits(1), { log: true, diff: false }],
  ['closed', () => new Walk().read().does('cancel'), { log: false, diff: false }],
];

describe.each(states)('%s', (status, reach, has) => {
  test.each(['log', 'diff'] as const)('show %s', (what) => {
    const walk = reach();
    expect(walk.status).toBe(status);
    const before = JSON.parse(JSON.stringify(walk.decided.snapshot));
    walk.does(`show_${what}`, { actor: 'U0BEN', revision: 0 });
    expect(walk.decided.changed).toBe(has[what]);
    const effects = has[what] ? [{ kind: 'slack.file', params: { what, to: 'U0BEN' } }] : [];
    expect(walk.decided.effects).toEqual(effects);
    expect(JSON.parse(JSON.stringify(walk.decided.snapshot))).toEqual(before);
  });
});

test('a transition that only acts is a change: its effects are carried out', () => {
  const walk = new Walk().working().event({ type: 'completion_claimed', at: later(), summary: '' });
  walk.event({ type: 'timer', name: 'agent_end', at: later() });
  expect([walk.decided.changed, walk.effects]).toEqual([true, ['processes.end']]);
});

describe('buttons', () => {
  const on = (walk: Walk, ref: string) => walk.views.get(ref)?.actions.map((action) => action.do);

  test('the card shows the log once an agent has run, the summary the change while it is live', () => {
    expect(on(new Walk().read(), 'card')).toEqual(['cancel']);
    expect(on(new Walk().working(), 'card')).toEqual(['stop', 'pause', 'view_log']);
    expect(on(new Walk().working().does('stop'), 'card')).toEqual(['restart', 'discard', 'view_log']);
    expect(on(new Walk().working().exits(1), 'card')).toEqual([
      'restart',
      'request_changes',
      'discard',
      'view_log',
    ]);
    const early = new Walk()
      .read()
      .does('start')
      .granted()
      .work('preparation_failed', { fault: { code: 'setup_failed' } });
    expect(on(early, 'card')).toEqual(['restart', 'discard']);
    const ready = new Walk().ready();
    expect(on(ready, 'summary:1')).toEqual(['merge', 'request_changes', 'view_diff', 'discard']);
    expect(on(ready.does('merge'), 'summary:1')).toEqual([]);
  });
});
