/** Completion, usage hints and drafts of the composer. */
import { describe, expect, test } from '@jest/globals';
import {
  completionAt,
  isCommandLine,
  isTyped,
  type Offers,
  usageOf,
  withChoice,
} from '../../../src/playground/page/frame/completion.js';
import { Drafts, draftKey } from '../../../src/playground/page/frame/drafts.js';
import { hintParts } from '../../../src/playground/page/frame/hint-text.js';

const offers: Offers = {
  commands: [
    {
      command: '/metawsm',
      description: 'Start, follow and close runs',
      usageHint: 'bootstrap ABC-12 --repos api,web',
      verbs: [
        { verb: 'status', usage: 'status [RUN]', description: 'Where a run is' },
        { verb: 'stop', usage: 'stop RUN', description: 'Ends the agent' },
      ],
    },
    { command: '/invite', description: 'Add somebody', usageHint: '@somebody' },
  ],
  people: [
    { value: 'metawsm', title: 'metawsm', detail: 'App' },
    { value: 'ana', title: 'Ana Silva', detail: 'ana' },
    { value: 'ben', title: 'Ben Silver', detail: 'ben' },
  ],
  channels: [{ value: 'dev', title: 'dev', detail: '' }],
};
const offered = (text: string, caret = text.length) =>
  completionAt(text, caret, offers)?.choices.map(({ value }) => value);

describe('completion', () => {
  test.each([
    ['/', ['/metawsm', '/invite']],
    ['/ME', ['/metawsm']],
    ['/metawsm ', ['status', 'stop']],
    ['/metawsm sta', ['status']],
    ['ask @', ['metawsm', 'ana', 'ben']],
    ['ask @sil', ['ana', 'ben']],
    ['(@b', ['ben']],
    ['see #d', ['dev']],
  ])('%j offers %j', (text, values) => expect(offered(text)).toEqual(values));

  test.each(['', 'hello', 'a /', '/x', '/metawsm status ', 'me@ana', 'ask @ana ', '@nobody', 'a#d'])(
    '%j offers nothing',
    (text) => expect(offered(text)).toBeUndefined(),
  );

  test('counts from the caret, and takes the place of what was typed', () => {
    const text = 'hey @be there';
    const completion = completionAt(text, 7, offers)!;
    expect(withChoice(text, completion, completion.choices[0]!)).toEqual({
      text: 'hey @ben there',
      caret: 9,
    });
  });

  test('a choice that stands there already is not taken again', () => {
    const completion = completionAt('hey @ana', 8, offers)!;
    expect(isTyped('hey @ana', completion, completion.choices[0]!)).toBe(true);
    expect(isTyped('hey @an', completionAt('hey @an', 7, offers)!, completion.choices[0]!)).toBe(false);
  });

  test('the usage stands there once the command is typed, that of the verb once it is known', () => {
    expect(usageOf('/metawsm', offers.commands)).toBeUndefined();
    expect(usageOf('/other x', offers.commands)).toBeUndefined();
    expect(usageOf('/metawsm b', offers.commands)?.usage).toBe('bootstrap ABC-12 --repos api,web');
    expect(usageOf('/metawsm stop ', offers.commands)?.usage).toBe('stop RUN');
  });

  test.each([
    ['/metawsm', true],
    ['//aside', false],
    ['/ slash', false],
    [' /metawsm', false],
    ['/', false],
  ])('%j is a command: %j', (line, is) => expect(isCommandLine(line)).toBe(is));
});

describe('drafts', () => {
  test('are one person’s in one place, and are kept', () => {
    let kept: string | null = null;
    const drafts = new Drafts(null, (text) => {
      kept = text;
    });
    drafts.set(draftKey('U1', 'C1'), 'hello');
    drafts.set(draftKey('U1', 'C1', '1.1'), 'reply');
    drafts.set(draftKey('U2', 'C1'), 'gone');
    drafts.set(draftKey('U2', 'C1'), '');
    const again = new Drafts(kept, () => {});
    expect(again.get(draftKey('U1', 'C1'))).toBe('hello');
    expect(again.get(draftKey('U1', 'C1', '1.1'))).toBe('reply');
    expect(again.get(draftKey('U2', 'C1'))).toBe('');
    expect(kept).not.toContain('U2');
  });

  test('tell of a change, and only of one', () => {
    const drafts = new Drafts(null, () => {});
    let told = 0;
    const leave = drafts.subscribe(() => {
      told += 1;
    });
    drafts.set('a', 'x');
    drafts.set('a', 'x');
    leave();
    drafts.set('a', 'y');
    expect(told).toBe(1);
  });

  test.each(['{', '{}', '[1, ["a"], ["b", 2]]'])('%j that was kept is forgotten', (kept) => {
    expect(new Drafts(kept, () => {}).get('b')).toBe('');
  });
});

test('a hint is cut into text and code', () => {
  expect(hintParts('Type `/metawsm` now.')).toEqual([
    { code: false, text: 'Type ' },
    { code: true, text: '/metawsm' },
    { code: false, text: ' now.' },
  ]);
});
