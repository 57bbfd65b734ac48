/** What is offered for each field, and where it says that it comes from. */
import { describe, expect, test } from '@jest/globals';
import type { Field, RunContext } from '../../src/run/context.js';
import { lackOf } from '../../src/run/judgement.js';
import type { RepoFacts } from '../../src/run/repository.js';
import { type SimilarRun, similarAmong } from '../../src/run/similar.js';
import { suggestionsFor } from '../../src/run/suggestions.js';

const repo = (name: string, more: Partial<RepoFacts> = {}): RepoFacts => ({
  name,
  base: 'main',
  baseCommit: 'b'.repeat(40),
  detected: [],
  configured: [],
  areas: [],
  ...more,
});
const api = repo('api', {
  configured: ['make check'],
  detected: ['npm run lint', 'npm test'],
  foundIn: ['package.json', 'package.json'],
  areas: ['src', 'docs', '.github', 'README.md', 'Makefile', 'src/login', 'src/orders', 'docs/adr'],
});
const web = repo('web', {
  detected: ['npm test', 'pytest'],
  foundIn: ['package.json', 'tox.ini'],
  areas: ['app'],
});

const told = (id: string, more: Omit<SimilarRun, 'id'>): SimilarRun => ({ id, ...more });

function offered(field: Field, facts: RepoFacts[], more: { goal?: string; similar?: SimilarRun[] } = {}) {
  const { goal, similar } = more;
  const draft: RunContext['draft'] = goal === undefined ? {} : { goal: { text: goal, source: 'flag' } };
  const all = suggestionsFor(field, { facts, draft, ...(similar ? { similar } : {}) });
  for (const { text } of all) expect(lackOf(field, text, { facts, draft })).toBeUndefined();
  return all;
}
const texts = (...asked: Parameters<typeof offered>) => offered(...asked).map(({ text }) => text);

describe('done', () => {
  test('configured first, then tests, then what a similar run was told, then the rest; each with its file', () => {
    const similar = [told('abc-1-aaaaaa', { done: '`npm test` passes; `npm run lint` passes' })];
    expect(offered('done', [api, web], { similar })).toEqual([
      { text: '`make check` passes', source: { from: 'configuration', repo: 'api' } },
      {
        text: '`npm test` passes',
        source: { from: 'repository', repo: 'api', path: 'package.json', also: ['web'] },
      },
      { text: '`pytest` passes', source: { from: 'repository', repo: 'web', path: 'tox.ini' } },
      { text: '`npm test` passes; `npm run lint` passes', source: { from: 'run', id: 'abc-1-aaaaaa' } },
      { text: '`npm run lint` passes', source: { from: 'repository', repo: 'api', path: 'package.json' } },
    ]);
  });
  test('never more than eight, each once', () => {
    const detected = Array.from({ length: 20 }, (_, at) => `make test-${at}`);
    expect(new Set(texts('done', [repo('api', { detected })])).size).toBe(8);
  });
  test('nothing that would be asked about again', () => {
    const similar = [told('a', { done: 'works' }), told('b', { done: '`a | b` passes' })];
    expect(texts('done', [api], { similar })).toEqual([
      '`make check` passes',
      '`npm test` passes',
      '`npm run lint` passes',
    ]);
  });
  test('facts of an earlier version know no files', () => {
    expect(offered('done', [repo('api', { detected: ['npm test'] })])).toEqual([
      { text: '`npm test` passes', source: { from: 'repository', repo: 'api' } },
    ]);
  });
});

describe('scope', () => {
  test('folders of which the goal speaks come first, then the main ones; of one small repository also all of it', () => {
    expect(texts('scope', [api], { goal: 'Log people out of the Login page after an order' })).toEqual([
      'src/login',
      'src/orders',
      'src',
      'docs',
    ]);
    expect(texts('scope', [api])).toEqual(['src', 'docs', 'everything in api']);
  });
  test('not where the ticket documents are', () => {
    const more = repo('api', {
      areas: ['src', 'docs', 'docs/tickets', 'docs/tickets/2026'],
      documents: 'docs/tickets',
    });
    expect(texts('scope', [more], { goal: 'Mend the tickets of 2026' })).toEqual([
      'src',
      'docs',
      'everything in api',
    ]);
  });
  test('of several repositories each says which, and they take turns', () => {
    const wide = repo('wide', { areas: ['a', 'b', 'c', 'd', 'e', 'f'] });
    expect(texts('scope', [wide, web])).toEqual([
      'a in wide',
      'app in web',
      'b in wide',
      'c in wide',
      'd in wide',
    ]);
  });
  test('parts that a file names stand for the folders, with their owners', () => {
    const parts = [
      { path: 'src/pay', namedIn: 'CODEOWNERS', owners: ['@acme/pay'] },
      { path: 'tool', namedIn: 'package.json' },
    ];
    expect(
      offered('scope', [{ ...api, parts, areas: [...api.areas, 'src/pay', 'tool'] }], { goal: 'orders' }),
    ).toEqual([
      { text: 'src/orders', source: { from: 'repository', repo: 'api' } },
      {
        text: 'src/pay',
        source: { from: 'repository', repo: 'api', path: 'CODEOWNERS', owners: ['@acme/pay'] },
      },
      { text: 'tool', source: { from: 'repository', repo: 'api', path: 'package.json' } },
      { text: 'everything in api', source: { from: 'usual' } },
    ]);
  });
  test('what a similar run was told has its place among five', () => {
    const similar = [told('abc-1-aaaaaa', { scope: 'the greeting in core' })];
    const areas = ['core', 'docs', 'mail', 'pay', 'tool', 'web'];
    const all = texts('scope', [repo('x', { areas })], { similar });
    expect(all).toEqual(['core', 'docs', 'mail', 'pay', 'the greeting in core']);
  });
  test('a name that cannot stand in a sentence is not offered', () => {
    expect(texts('scope', [repo('x', { areas: ['a`b', 'c\nd', '<!channel>', '-e', '*'] })])).toEqual([
      'everything in x',
    ]);
  });
});

test('constraints: none, and what similar runs were told beside that', () => {
  const similar = [told('a', { constraints: 'n/a' }), told('b', { constraints: 'Keep the README' })];
  expect(offered('constraints', [api], { similar })).toEqual([
    { text: 'none', source: { from: 'usual' } },
    { text: 'Keep the README', source: { from: 'run', id: 'b' } },
  ]);
});

test('goal and merge intent are nobody’s to guess', () => {
  expect([offered('goal', [api]), offered('merge', [api])]).toEqual([[], []]);
});

describe('similar runs', () => {
  const run = (id: string, more: Partial<RunContext> = {}): RunContext =>
    ({
      id,
      channel: 'C1',
      outcome: 'merged',
      wishes: [{ name: 'api' }, { name: 'docs' }],
      brief: {
        scope: 'src',
        done: '- [ ] `npm test` passes\n* `make lint` passes',
        constraints: 'x'.repeat(201),
        unclear: ['scope'],
      },
      ...more,
    }) as unknown as RunContext;
  const asked = { channel: 'C1', wishes: [{ name: 'web' }, { name: 'api' }] };

  test('merged, in the same channel, with a repository in common; what was clear and short', () => {
    const runs = [
      run('elsewhere', { channel: 'C2' }),
      run('discarded', { outcome: 'discarded' }),
      run('other', { wishes: [{ name: 'docs' }] }),
      run('fits'),
    ];
    expect(similarAmong(runs, asked)).toEqual([
      { id: 'fits', done: '`npm test` passes; `make lint` passes' },
    ]);
  });
  test('nothing that holds a secret', () => {
    const isSecret = (text: string) => text.includes('make lint');
    const brief = { ...run('one').brief!, constraints: 'keep the greeting' };
    expect(similarAmong([run('one', { brief })], asked, isSecret)).toEqual([
      { id: 'one', constraints: 'keep the greeting' },
    ]);
  });
  test('the newest few', () => {
    const runs = ['e', 'd', 'c', 'b', 'a'].map((id) => run(id));
    expect(similarAmong(runs, asked).map(({ id }) => id)).toEqual(['e', 'd', 'c']);
  });
});
