/** What two fields say together, in a run: how it is asked, and the ways out. */
import { expect, test } from '@jest/globals';
import type { RepoFacts } from '../../../src/run/repository.js';
import type { NewRunWish } from '../../../src/run/wish.js';
import { COMPLETE, Walk } from '../walk.js';
import { REPOS } from './example.js';

const read = (fields: NewRunWish['fields'], facts: readonly RepoFacts[]) =>
  new Walk(fields).work('repositories_read', { facts });
const open = ({ run }: Walk) => run.questions.filter((one) => !one.answer && !one.withdrawn);

const AGAINST = { ...COMPLETE, scope: 'src/login', constraints: 'Do not touch src/login.' };

test('constraints that forbid the scope: either field settles it', () => {
  const lack = { kind: 'forbidden_scope', names: ['src/login'] };
  const walk = read(AGAINST, [REPOS.api]);
  expect(open(walk)).toMatchObject([{ field: 'scope', lack, acceptable: 'src/login' }]);
  walk.does('answer', { text: 'src/mail' });
  expect(walk.run.brief).toMatchObject({ scope: 'src/mail', unclear: [] });

  const other = read(AGAINST, [REPOS.api]);
  other.does('fill', { fields: { constraints: 'none' } });
  expect(other.run.brief).toMatchObject({ scope: 'src/login', constraints: 'none' });
});

test('it may be meant so: the first question can be settled as it is, and it is not asked about again', () => {
  const walk = read(AGAINST, [REPOS.api]);
  walk.does('use_as_is', { target: open(walk)[0]?.id });
  expect(open(walk)).toEqual([]);
  expect(walk.run.brief).toMatchObject({ scope: 'src/login', unclear: ['scope'] });
});

test('several goals may be meant as well', () => {
  const goal = 'Add a login page and also migrate billing';
  const walk = read({ ...COMPLETE, goal }, [REPOS.api]);
  expect(open(walk)).toMatchObject([{ lack: { kind: 'several_goals' }, acceptable: goal }]);
});

const WEB_ONLY = { ...COMPLETE, goal: 'Pay by invoice', scope: 'app/checkout' };

test('a repository of which nothing speaks is asked about once, whatever the answer', () => {
  const walk = read(WEB_ONLY, [REPOS.api, REPOS.web]);
  const [question] = open(walk);
  expect(question).toMatchObject({
    field: 'scope',
    lack: { kind: 'unmentioned_repository', names: ['api'], named: ['web'] },
    acceptable: 'app/checkout',
  });
  walk.does('answer', { text: 'app/checkout and components/forms' });
  expect(walk.run.brief).toMatchObject({ scope: 'app/checkout and components/forms', unclear: [] });
});

test('its button says that the repository stays as it is', () => {
  const walk = read(WEB_ONLY, [REPOS.api, REPOS.web]);
  const text = open(walk)[0]?.suggestions[0]?.text;
  expect(text).toBe('api unchanged');
  walk.does('answer', { text });
  expect(walk.run.brief?.scope).toBe('app/checkout; api unchanged');
});

test('its buttons are about that repository alone', () => {
  const walk = read(WEB_ONLY, [{ ...REPOS.api, areas: ['routes', 'models'] }, REPOS.web]);
  expect(open(walk)[0]?.suggestions.map(({ text }) => text)).toEqual([
    'api unchanged',
    'routes in api',
    'models in api',
  ]);
});

test.each([
  ['api stays as it is', 'app/checkout; api stays as it is'],
  ['nothing', 'app/checkout'],
  ['app/checkout, and the routes of api', 'app/checkout, and the routes of api'],
  ['Scope: both repositories', 'both repositories'],
])('the answer %j does not lose what the scope said', (text, scope) => {
  const walk = read(WEB_ONLY, [REPOS.api, REPOS.web]);
  walk.does('answer', { text, message: { channel: 'C0DEV', ts: '1' } });
  expect(walk.run.brief?.scope).toBe(scope);
  walk.does('edit_answer', { text: 'api unchanged', message: { channel: 'C0DEV', ts: '1' } });
  expect(walk.run.brief?.scope).toBe('app/checkout; api unchanged');
});

test('it is not asked where another field speaks of it', () => {
  const walk = read({ ...WEB_ONLY, constraints: 'api stays as it is' }, [REPOS.api, REPOS.web]);
  expect(open(walk)).toEqual([]);
});
