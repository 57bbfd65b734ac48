import { expect, test } from '@jest/globals';
import { gateLine, type MergePlan } from '../../../src/run/merge-plan.js';
import { planOf, whereTo } from '../../../src/slack/messages/merge-plan.js';

const text = (plan: MergePlan) => planOf({ id: 'abc-12-k3f9q2' }, plan).text;

test('every verdict in words: what is refused, where, and what to do', () => {
  const plan: MergePlan = {
    gates: [
      gateLine(1, [{ code: 'gate_not_ready', detail: 'running' }]),
      gateLine(2, []),
      gateLine(3, [{ code: 'gate_dirty', repo: 'api', detail: 'a.txt <b>' }]),
      gateLine(5, [], 'unknown'),
      { ...gateLine(6, [], 'again'), again: ['web'] },
      gateLine(8, [{ code: 'four_eyes' }]),
    ],
    repos: [
      { name: 'api', base: 'main', what: 'merge', commits: 2, into: { method: 'squash', remote: true } },
      { name: 'web', base: 'main', what: 'nothing' },
      { name: 'old', base: 'main', what: 'done' },
      { name: 'new', base: '', what: 'unknown' },
      { name: 'bad', base: 'main', what: 'refused' },
      {
        name: 'cli',
        base: 'main',
        what: 'merge',
        commits: 1,
        into: { method: 'merge', remote: false, checkedOut: '/srv/cli' },
        fault: { code: 'base_dirty', repo: 'cli', detail: '/srv/cli: a.txt' },
      },
    ],
  };
  const said = text(plan);
  expect(said).toMatch(/^\*Dry run of `Merge &amp; close` for `abc-12-k3f9q2`\.\* Nothing was changed\.$/mu);
  expect(said).toMatch(
    /^:x: 1 the run is merge-ready: it is `running`\..*Its card says what comes next\.$/mu,
  );
  expect(said).toMatch(/^:white_check_mark: 2 nobody is waiting for guidance$/mu);
  expect(said).toMatch(/^:x: 3 .* in repository `api`\..*Press `Request changes`.*\(a\.txt &lt;b&gt;\)$/mu);
  expect(said).toMatch(/^:grey_question: 5 .*cannot be said in this state$/mu);
  expect(said).toMatch(/^:arrows_counterclockwise: 6 .*run again on the merged result of `web`$/mu);
  expect(said).toMatch(/^:x: 8 you have the right to merge: .*fourEyes/mu);
  expect(said).toMatch(/^• `api`: 2 commits would go into `main` on its remote, squashed into one commit$/mu);
  expect(said).toMatch(/^• `web`: `main` would stay as it is/mu);
  expect(said).toMatch(/^• `old`: merged into `main` already$/mu);
  expect(said).toMatch(/^• `new`: nothing is there to merge/mu);
  expect(said).toMatch(
    /`cli`: 1 commit would go into `main` here, .*`\/srv\/cli`, which is moved forward\n {3}:x: /u,
  );
  expect(said).toMatch(/nothing would be merged\.$/u);
  const passes: MergePlan = { gates: [gateLine(1, [])], repos: [] };
  expect(text(passes)).toMatch(/Then the ticket would be closed and the workspace removed\.$/u);
  expect(text({ ...passes, repos: plan.repos.slice(5) })).toMatch(/would not take its commits yet\.$/u);
});

test('a base that is checked out nowhere is moved alone', () => {
  expect(whereTo({ method: 'rebase', remote: false }).text).toMatch(/checked out nowhere$/u);
});
