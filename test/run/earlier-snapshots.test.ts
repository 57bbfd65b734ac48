/** Runs as a version stored them that knew no interviewer, no sources of suggestions and no parts of a repository. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../src/run/context.js';
import { outlookOf, type Stored } from '../../src/run/decide.js';
import { upgraded } from '../../src/run/machine/upgrade.js';
import { draw } from '../../src/slack/views/draw.js';
import { later, REQUESTER, SETTINGS, Walk } from './walk.js';

const FILE = 'test/fixtures/snapshots/before-interviewers.json';
const SNAPSHOTS = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Stored>;
const QUESTION = { field: 'goal', question: 'Which language?', options: ['English'] };

/** Goes on where the stored run was; `settings` as the bot has them now, which a stored run does not take over. */
function from(name: string): Walk {
  const walk = new Walk();
  const snapshot = upgraded(JSON.parse(JSON.stringify(SNAPSHOTS[name])));
  walk.decided = { ...walk.decided, snapshot };
  return walk;
}

const open = (run: RunContext) => run.questions.filter(({ answer, withdrawn }) => !answer && !withdrawn);

/** Answers whatever is asked, by the first suggestion where there is one. */
function answered(walk: Walk): Walk {
  for (let tries = 0; open(walk.run).length > 0 && tries < 12; tries += 1) {
    const [question] = open(walk.run);
    const [first] = question!.suggestions;
    const plain = { goal: 'Greet people by name', scope: 'src/greet.ts', done: '`npm test` passes' };
    const text = plain[question!.field as keyof typeof plain] ?? first?.text ?? 'none';
    walk.does('answer', { target: question!.id, text });
  }
  return walk;
}

const NAMES = Object.keys(SNAPSHOTS);
const INTAKE = NAMES.filter((name) => /^(asking|confirming)/.test(name));

test('every message of each is drawn', () => {
  for (const name of NAMES)
    for (const view of outlookOf(from(name).decided.snapshot).values()) {
      const { blocks, text } = draw(view);
      expect([name, view.ref, JSON.stringify([blocks, text])]).not.toEqual([
        name,
        view.ref,
        expect.stringMatching(/undefined|\[object|NaN/),
      ]);
    }
});

describe('a stored intake', () => {
  test.each(INTAKE)('%s: is answered, started and prepared', (name) => {
    const walk = answered(from(name));
    expect(walk.run.interview).toBeUndefined();
    expect(walk.views.get('brief')?.actions.map((one) => one.do)).toContain('start');
    for (const view of walk.views.values()) draw(view);
    expect(walk.does('start').granted().effects).toContain('workspace.prepare');
  });

  test.each(INTAKE)('%s: is filled by the form', (name) => {
    const fields = {
      goal: 'Say hello',
      scope: 'src',
      done: '`npm test` passes',
      constraints: 'no new files',
    };
    const walk = answered(from(name).does('fill', { fields }));
    expect(walk.run.brief).toMatchObject(fields);
  });

  test('follows the edit of a message that has answered, and withdraws or asks by it', () => {
    for (const name of ['asking, answered by a message', 'confirming, answered']) {
      const message = { channel: 'C0DEV', ts: '1.1' };
      const walk = from(name).does('edit_answer', {
        message,
        text: 'Scope: src\nConstraints: keep the cart',
      });
      expect(walk.run.draft).toMatchObject({
        scope: { text: 'src' },
        constraints: { text: 'keep the cart' },
      });
      expect(
        answered(walk)
          .views.get('brief')
          ?.actions.map((one) => one.do),
      ).toContain('start');
    }
  });

  test('the repositories were being read: a result of that version and one of this go on', () => {
    const facts = [
      { name: 'api', base: 'main', baseCommit: 'b', detected: ['npm test'], configured: [], areas: ['src'] },
    ];
    const walk = from('reading');
    walk.work('repositories_read', { facts });
    expect(open(walk.run)).toHaveLength(1);
    const now = { ...facts[0], foundIn: ['package.json'], hasMoreAreas: true, baseFrom: 'default' };
    const other = from('reading');
    other.work('repositories_read', { facts: [now], ticket: { fields: {}, unread: [] }, similar: [] });
    expect(answered(other).run.brief).toBeDefined();
  });

  test('an interviewer that is configured since is not asked, and an older result of one means nothing', () => {
    expect(SETTINGS).not.toHaveProperty('interviewer');
    for (const name of INTAKE) {
      const walk = from(name);
      expect(
        walk.work('interview_done', { questions: [QUESTION], step: walk.run.step - 1 }).decided.changed,
      ).toBe(false);
      expect(answered(walk).effects).not.toContain('interview.ask');
    }
  });
});

test('a run that was closing its ticket is closed by the result of either version', () => {
  for (const more of [{}, { ticket: { folder: 'tickets/ttmp/a' } }]) {
    const walk = from('closing the ticket').work('ticket_written', more);
    expect(walk.work('workspace_removed').status).toBe('closed');
    for (const view of walk.views.values()) draw(view);
  }
});

test('a run that was queued or ready goes on', () => {
  expect(from('queued').granted().effects).toContain('workspace.prepare');
  expect(from('merge-ready').does('merge').effects).toContain('merge.build');
  const told = from('closed').event({ type: 'cancel', actor: REQUESTER, at: later() });
  expect(told.decided.changed).toBe(false);
});
