/** From what was typed to arguments, or to a refusal that says what to type instead. */
import { describe, expect, test } from '@jest/globals';
import { bootstrap } from '../../../src/slack/commands/bootstrap.js';
import type { Ground, Parsed } from '../../../src/slack/commands/command.js';
import { guide } from '../../../src/slack/commands/guide.js';
import { help, unknownWord } from '../../../src/slack/commands/help.js';
import { iterate } from '../../../src/slack/commands/iterate.js';
import { list } from '../../../src/slack/commands/list.js';
import { merge } from '../../../src/slack/commands/merge.js';
import { status } from '../../../src/slack/commands/status.js';
import { COMMANDS, isVerb } from '../../../src/slack/commands/table.js';
import { stop } from '../../../src/slack/commands/verbs.js';
import { COMMAND_NAMES, HELP, helpFor, helpForAll } from '../../../src/slack/messages/help.js';
import { typedText } from '../../../src/slack/text.js';

const ground: Ground = {
  known: {
    repos: ['api', 'Web', 'docs'],
    agents: ['claude', 'script'],
    defaultAgent: 'claude',
    channels: { C0API: { repos: ['api'], agent: 'script' } },
  },
  channel: 'C0DEV',
};
const inThread: Ground = { ...ground, run: { id: 'abc-12-k3f9q2', ticket: 'ABC-12' } };

function args<A>(parsed: Parsed<A>): A {
  if (!parsed.ok) throw new Error(parsed.problem.text);
  return parsed.args;
}
const problem = (parsed: Parsed<unknown>): string => (parsed.ok ? '' : parsed.problem.text);

describe('bootstrap', () => {
  test('everything at once', () => {
    const line =
      'ABC-12 --repos api, web --base main --base web=develop --agent SCRIPT --goal "log in" --scope=src/login ' +
      '--done "`npm test` passes" --done "`npm run lint`" --constraints none --merge default';
    expect(args(bootstrap.parse(line, ground))).toEqual({
      ticket: 'ABC-12',
      repos: [
        { name: 'api', base: 'main' },
        { name: 'Web', base: 'develop' },
      ],
      agent: 'script',
      fields: {
        goal: 'log in',
        scope: 'src/login',
        done: '`npm test` passes\n`npm run lint`',
        constraints: 'none',
        merge: 'default',
      },
    });
  });

  test.each<[string, string, object]>([
    ['the smallest', 'ABC-12 --repos api', { repos: [{ name: 'api' }], agent: 'claude', fields: {} }],
    ['a dry run', 'ABC-12 --dry-run --repos api', { dryRun: true, repos: [{ name: 'api' }] }],
    ['flags first', '--repos api ABC-12', { ticket: 'ABC-12' }],
    ['the same repository twice', 'ABC-12 --repos api,API', { repos: [{ name: 'api' }] }],
    ['empty texts are none', 'ABC-12 --repos api --goal ""', { fields: {} }],
    [
      'branches with slashes',
      'ABC-12 --repos api --base feature/x_1',
      { repos: [{ name: 'api', base: 'feature/x_1' }] },
    ],
    [
      'one base for one of two',
      'ABC-12 --repos api,web --base web=develop',
      { repos: [{ name: 'api' }, { name: 'Web', base: 'develop' }] },
    ],
    [
      'bases as a list',
      'A --repos api,web --base api=a,web=b',
      {
        repos: [
          { name: 'api', base: 'a' },
          { name: 'Web', base: 'b' },
        ],
      },
    ],
  ])('%s', (_, line, expected) => {
    expect(args(bootstrap.parse(line, ground))).toMatchObject(expected);
  });

  test('nothing after it means the form', () => {
    expect(args(bootstrap.parse('', ground))).toBe('form');
    expect(args(bootstrap.parse('  ', ground))).toBe('form');
  });

  test('what phones and desktops make of a command can be read', () => {
    const typed = (sent: string) => args(bootstrap.parse(typedText(sent), ground));
    expect(typed('ABC-12 —repos\u00a0api —goal «\u202fSe connecter\u202f» –done „`npm test`“')).toMatchObject(
      {
        repos: [{ name: 'api' }],
        fields: { goal: 'Se connecter', done: '`npm test`' },
      },
    );
    expect(typed('ABC-12\n—repos api,\nweb\n—goal=“don’t\nwait…”')).toMatchObject({
      repos: [{ name: 'api' }, { name: 'Web' }],
      fields: { goal: "don't\nwait…" },
    });
    expect(
      typed('ABC-12 --repos api --scope <http://api.test.ts|api.test.ts> --done ```npm test```'),
    ).toMatchObject({
      fields: { scope: 'api.test.ts', done: '```npm test```' },
    });
  });

  test('a channel may have defaults', () => {
    const there = { ...ground, channel: 'C0API' };
    expect(args(bootstrap.parse('ABC-12', there))).toMatchObject({
      repos: [{ name: 'api' }],
      agent: 'script',
    });
    expect(args(bootstrap.parse('ABC-12 --repos docs --agent claude', there))).toMatchObject({
      repos: [{ name: 'docs' }],
      agent: 'claude',
    });
  });

  test.each<[string, string, RegExp]>([
    ['flags only', '--repos api', /Which ticket\?.*bootstrap TICKET/],
    ['no repositories', 'ABC-12', /Which repositories\?.*--repos api,Web/],
    ['a bad ticket', '../etc --repos api', /is no ticket/],
    ['a ticket like a flag', '-x --repos api', /is no ticket/],
    [
      'an unknown repository',
      'ABC-12 --repos apii',
      /no repository apii.*api, Web, docs.*Did you mean `api`/,
    ],
    ['an unknown agent', 'ABC-12 --repos api --agent cloude', /no agent cloude.*Did you mean `claude`/],
    ['an unknown flag', 'ABC-12 --repo api', /no flag `--repo`.*Did you mean `--repos`/],
    ['stray words', 'ABC-12 --repos api --goal fix the login', /`the login`.*quotes/],
    ['a base of another repository', 'ABC-12 --repos api --base docs=main', /`docs`.*not among those/],
    ['a base of no repository', 'ABC-12 --repos api --base wbe=main', /no repository wbe/],
    ['two bases', 'ABC-12 --repos api --base a --base b', /two branches for all/],
    ['two bases for one', 'ABC-12 --repos api --base api=a --base api=b', /two branches for `api`/],
    ['an option as branch', 'ABC-12 --repos api --base=--upload-pack=x', /is no branch|no repository/],
    ['a branch that git refuses', 'ABC-12 --repos api --base a..b', /is no branch/],
    ['two goals', 'ABC-12 --repos api --goal a --goal b', /given twice/],
    ['a value of a switch', 'ABC-12 --repos api --dry-run=yes', /takes no value/],
    ['a flag without its value', 'ABC-12 --repos', /needs a value/],
  ])('refuses %s', (_, line, words) => {
    expect(problem(bootstrap.parse(line, ground))).toMatch(words);
  });
});

describe('commands on a run', () => {
  test('a run by name, or the thread’s', () => {
    expect(args(stop.parse('ABC-12', ground))).toEqual({ name: 'ABC-12' });
    expect(args(stop.parse('', inThread))).toEqual({});
    expect(problem(stop.parse('', ground))).toMatch(/Which run\?.*stop RUN/);
    expect(problem(stop.parse('ABC-12 now', ground))).toMatch(/`now`.*nothing was done/);
    expect(problem(merge.parse('the two functions', inThread))).toMatch(/nothing was done/);
    expect(merge.parse('ABC-12 --dry-run', ground)).toEqual({
      ok: true,
      args: { name: 'ABC-12', dryRun: true },
    });
    expect(problem(merge.parse('ABC-12 --force', ground))).toMatch(/no flag `--force`/);
    expect(args(status.parse('', ground))).toEqual({});
  });

  test.each([guide, iterate])('texts stay as they were typed', (command) => {
    expect(args(command.parse('ABC-12 use --flag  "x" & don\'t', ground))).toEqual({
      name: 'ABC-12',
      text: 'use --flag  "x" & don\'t',
    });
    expect(args(command.parse('ABC-12 "quoted as a whole"', ground)).text).toBe('quoted as a whole');
    expect(args(command.parse('first\nsecond', inThread))).toEqual({ text: 'first\nsecond' });
    expect(args(command.parse('abc-12 yes', inThread))).toEqual({ text: 'yes' });
    expect(args(command.parse('ABC-12-K3F9Q2 yes', inThread))).toEqual({ text: 'yes' });
    expect(problem(command.parse('ABC-12', ground))).toMatch(/is missing/);
    expect(problem(command.parse('ABC-12', inThread))).toMatch(/is missing/);
    expect(problem(command.parse('', ground))).toMatch(/Which run/);
  });

  test('list', () => {
    expect(args(list.parse('', ground))).toEqual({ all: false, page: 1 });
    expect(args(list.parse('--all --ticket ABC-12 --page 3', ground))).toEqual({
      all: true,
      ticket: 'ABC-12',
      page: 3,
    });
    expect(problem(list.parse('--page zero', ground))).toMatch(/is no page/);
    expect(problem(list.parse('everything', ground))).toMatch(/`everything`/);
  });
});

describe('help', () => {
  test('every command has a usage, a summary and examples, and is told on the page of all', () => {
    const all = helpForAll().text;
    for (const name of COMMAND_NAMES) {
      expect(Object.keys(COMMANDS)).toContain(name);
      expect(HELP[name].examples.length).toBeGreaterThan(0);
      expect(all).toContain(HELP[name].usage[0].replace('&', '&amp;'));
      const page = helpFor(name).text;
      for (const line of [...HELP[name].usage, ...HELP[name].examples])
        expect(page).toContain(line.split('`')[0]);
    }
    expect(all.length).toBeLessThan(3_000);
  });

  test('the examples of bootstrap can be typed', () => {
    const known = { ...ground.known, repos: ['api', 'web'] };
    for (const example of HELP.bootstrap.examples)
      args(bootstrap.parse(example.replace('/metawsm bootstrap ', ''), { ...ground, known }));
  });

  test('words that are no command', () => {
    expect(args(help.parse('BOOTSTRAP', ground))).toEqual({ about: 'bootstrap' });
    expect(problem(help.parse('bootstarp', ground))).toMatch(
      /no command `bootstarp`.*Did you mean `bootstrap`/,
    );
    expect(unknownWord('xyzzy-and-more').text).toMatch(/There are `bootstrap`/);
    expect(unknownWord('constructor').text).toMatch(/no command/);
    expect(['merge', 'Stop', 'pause'].map(isVerb)).toEqual([true, true, true]);
    expect(['yes', '', 'toString'].map(isVerb)).toEqual([false, false, false]);
  });
});
