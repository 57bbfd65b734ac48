/** Times, names and Slack's text as people read them. */
import { describe, expect, test } from '@jest/globals';
import { AVATAR_COLOURS, colourOf, initialsOf, nameOf } from '../../../src/playground/page/frame/looks.js';
import { ago, clock, dayLabel, shortClock } from '../../../src/playground/page/frame/times.js';
import { excerpt, type Names, readable } from '../../../src/playground/page/frame/wire-text.js';
import { tsAt } from './pieces.js';

const NOW = new Date(2026, 10, 26, 15, 30).getTime();
const before = (seconds: number): string => tsAt(NOW / 1000 - seconds);
const DAY = 24 * 3600;

describe('times', () => {
  test.each([
    [5, 'just now'],
    [60, '1 minute ago'],
    [59 * 60, '59 minutes ago'],
    [2 * 3600, '2 hours ago'],
    [3 * DAY, 'Nov 23'],
  ])('%d seconds ago is %j', (seconds, text) => expect(ago(before(seconds), NOW)).toBe(text));

  test.each([
    [60, 'Today'],
    [DAY, 'Yesterday'],
    [3 * DAY, 'Monday, November 23'],
  ])('%d seconds ago was %j', (seconds, text) => expect(dayLabel(before(seconds), NOW)).toBe(text));

  test('the clock', () => {
    expect(clock(before(0)).replace(/\s/, ' ')).toBe('3:30 PM');
    expect(shortClock(before(0))).toBe('3:30');
  });
});

describe('people', () => {
  test.each([
    ['Ana Silva', 'AS'],
    ['ben', 'B'],
    ['eve.the-third', 'ET'],
    ['', '?'],
  ])('%j is %j', (name, letters) => expect(initialsOf(name)).toBe(letters));

  test('those one may act as have different colours, others always the same', () => {
    const actors = ['U1', 'U2', 'U3'];
    expect(new Set(actors.map((id) => colourOf(id, actors))).size).toBe(3);
    expect(colourOf('U9', actors)).toBe(colourOf('U9', []));
    expect(colourOf('U9', actors)).toBeLessThan(AVATAR_COLOURS);
  });

  test('a real name comes first', () => {
    expect(nameOf({ name: 'ana', realName: 'Ana Silva' })).toBe('Ana Silva');
    expect(nameOf({ name: 'ana', realName: '' })).toBe('ana');
    expect(nameOf(undefined)).toBe('Somebody');
  });
});

describe('the text of a message', () => {
  const names: Names = {
    user: (id) => (id === 'U1' ? 'ana' : undefined),
    channel: (id) => (id === 'C1' ? 'dev' : undefined),
    group: (id) => (id === 'S1' ? 'reviewers' : undefined),
  };
  test.each([
    ['hey <@U1> and <@U2|ben> and <@U3>', 'hey @ana and @ben and @U3'],
    ['<#C1|x> <#C2|old> <!subteam^S1> <!here>', '#dev #old @reviewers @here'],
    ['<http://README.md|README.md> <https://a.b/c>', 'README.md https://a.b/c'],
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
  ])('%j reads %j', (text, read) => expect(readable(text, names)).toBe(read));

  test('an excerpt is one line without marks', () => {
    expect(excerpt('*Hello* `world`\nmore', names)).toBe('Hello world');
    expect(excerpt('_ABC_ is merge_ready', names)).toBe('ABC is merge_ready');
    expect(excerpt('abcdef', names, 4)).toBe('abc…');
  });
});
