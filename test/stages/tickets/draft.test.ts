/** What a ticket's document says about a brief, as tables: headings, lists, comments, templates, odd files. */
import { describe, expect, test } from '@jest/globals';
import { draftIn } from '../../../src/stages/tickets/draft.js';

const header = (more = '') => `---\nTitle: Greet people\nTicket: ABC-12\nDocType: index\n${more}---\n\n`;
const of = (body: string, more = '') => draftIn(`${header(more)}# Greet people\n\n${body}`);

test('every field by its heading', () => {
  const body = [
    '## Goal\n\nPeople are greeted\nby name.',
    '## Scope\n\n`src` in hello',
    '## Done Criteria\n\n- `npm test` passes in hello\n- [ ] `npm run check` passes\n  in site',
    '## Constraints\n\nnone',
    '## Merge intent\n\nsquash',
    '## Status\n\nCurrent status: **active**',
  ];
  expect(of(body.join('\n\n'))).toEqual({
    goal: 'People are greeted by name.',
    scope: '`src` in hello',
    done: '`npm test` passes in hello\n`npm run check` passes in site',
    constraints: 'none',
    merge: 'squash',
  });
});

describe('headings', () => {
  test.each([
    ['Goals', 'goal'],
    ['GOAL', 'goal'],
    ['Objective:', 'goal'],
    ['1. Ziel', 'goal'],
    ['🎯 **Ziele** (Entwurf)', 'goal'],
    ['Objectif', 'goal'],
    ['Objetivos', 'goal'],
    ['Overview', 'goal'],
    ['Überblick', 'goal'],
    ['Vue d’ensemble', 'goal'],
    ['Scope', 'scope'],
    ['Umfang', 'scope'],
    ['Périmètre', 'scope'],
    ['Pe\u0301rime\u0300tre', 'scope'],
    ['Alcance', 'scope'],
    ['Ámbito', 'scope'],
    ['Done criteria', 'done'],
    ['Acceptance Criteria ##', 'done'],
    ['Definition of Done', 'done'],
    ['Abnahmekriterien', 'done'],
    ["Critères d'acceptation", 'done'],
    ['Critères d’acceptation', 'done'],
    ['Criterios de aceptación', 'done'],
    ['Constraints', 'constraints'],
    ['Einschränkungen', 'constraints'],
    ['Contraintes', 'constraints'],
    ['Restricciones', 'constraints'],
    ['Merge', 'merge'],
    ['Stratégie de fusion', 'merge'],
  ])('%s → %s', (heading, field) => {
    expect(of(`### ${heading}\n\nsome words here`)).toEqual({ [field]: 'some words here' });
  });

  test.each(['Status', 'Goalkeeper', 'Scope of work for later', 'Tasks', 'Undone', ''])(
    '%j is none',
    (heading) => {
      expect(of(`## ${heading}\n\nsome words here`)).toEqual({});
    },
  );

  test('underlined, and with closing marks', () => {
    expect(of('Goal\n====\nSay hello\n\nScope\n---\n`src`\n\n## Constraints ##\nnone')).toEqual({
      goal: 'Say hello',
      scope: '`src`',
      constraints: 'none',
    });
  });

  test('text above a rule stays text', () => {
    expect(of('## Goal\n\nSay hello\nto all\n---\n\n## Scope\nsrc\n---\nStatus\n------\nactive')).toEqual({
      goal: 'Say hello to all',
      scope: 'src',
    });
  });

  test('a title that sounds like a field is the title', () => {
    const text =
      '---\nTitle: Scope\nTicket: A\nDocType: index\n---\n# Scope\n\nAbout telescopes.\n\n## Goal\n\nSee far';
    expect(draftIn(text)).toEqual({ goal: 'See far' });
  });
});

describe('sections within sections', () => {
  test('keep their title, so that a repository that it names is named', () => {
    expect(of('## Done\n\n### hello\n\n- `npm test`\n\n### site:\n- `npm run check`')).toEqual({
      done: 'hello: `npm test`\nsite: `npm run check`',
    });
  });

  test('that are fields of their own end there', () => {
    const body =
      '## Scope\n`src`\n### Out of scope\n- `site`\n#### For ever\n- `old`\n### Tests\n- `test`\n## Goal\nx y';
    expect(of(body)).toEqual({
      goal: 'x y',
      scope: '`src`\nTests: `test`',
      constraints: 'Out of scope: `site`\nOut of scope: For ever: `old`',
    });
  });

  test('several of one field are one', () => {
    expect(of('## Constraints\n- no new packages\n\n## Non-goals\n* a new page')).toEqual({
      constraints: 'no new packages\nNon-goals: a new page',
    });
  });
});

describe('lists and paragraphs', () => {
  test.each([
    ['- a\n* b\n+ c\n1. d\n2) e', 'a\nb\nc\nd\ne'],
    ['- [x] a\n- [ ] b', 'a\nb'],
    ['- a\n  goes on\n- b', 'a goes on\nb'],
    ['- a\n\n  goes on\n- b', 'a goes on\nb'],
    ['- a\n  - b', 'a\nb'],
    ['one\ntwo\n\nthree', 'one two\nthree'],
    ['one  \ntwo\\\nthree', 'one\ntwo\nthree'],
    ['> said\n> so', 'said so'],
    ['one\n\n***\n\ntwo', 'one\ntwo'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['```sh\n# Goal\nnpm test\n```\nafter', '# Goal\nnpm test\nafter'],
    ['~~~\n<!-- kept -->\n~~~', '<!-- kept -->'],
    ['\t- odd\u00a0spacing \t ', 'odd spacing'],
  ])('%j → %j', (body, text) => {
    expect(of(`## Scope\n${body}`)).toEqual({ scope: text });
  });
});

describe('what is nothing', () => {
  test.each([
    ['## Goal\n\n'],
    [
      '## Goal\n\n<!-- Provide a brief overview of the ticket, its goals, and current status -->\n\n## Status',
    ],
    ['## Goal\n<!-- one\n\ntwo\n-->'],
    ['## Goal\n<!---->\n<!-->\n<!--->'],
    ['<!--\n## Goal\n\nHidden\n-->'],
    ['## Goal\n<!-- never closed\n\n## Scope\n\nHidden'],
    ['## Goal\n- [ ] Add tasks here'],
    ['## Goal\n{{GOAL}}'],
    ['## Goal\n---'],
    ['```\n## Goal\n\nAn example\n```'],
    ['## Overview\n\nGreet people.'],
    ['## Overview\n\nABC-12: greet people'],
  ])('%j', (body) => {
    expect(of(body)).toEqual({});
  });

  test('a comment within a line, and its sign in code', () => {
    expect(of('## Goal\nSay <!-- never -->hello <!--\nand ever -->now')).toEqual({ goal: 'Say hello  now' });
    expect(of('## Goal\nPut `<!--` in front\nand `-->` behind')).toEqual({
      goal: 'Put `<!--` in front and `-->` behind',
    });
  });
});

describe('the goal', () => {
  test('is the overview only where no goal is named', () => {
    expect(of('## Overview\n\nMuch.\n\n## Goal\n\nLess.')).toEqual({ goal: 'Less.' });
    expect(of('## Overview\n\nMuch.')).toEqual({ goal: 'Much.' });
  });

  test.each([
    ['Summary: Everybody is greeted by name\n', { goal: 'Everybody is greeted by name' }],
    ['Summary: >\n  Everybody is greeted\n  by name\n', { goal: 'Everybody is greeted by name' }],
    ['Summary: greet people.\n', {}],
    ['Summary: "ABC-12: Greet people"\n', {}],
    ['Summary: ""\n', {}],
    ['Summary: [a]\n', {}],
    ['', {}],
  ])('a summary says it where it says more than the title: %j', (more, fields) => {
    expect(of('## Status\n\nactive', more)).toEqual(fields);
  });
});

describe('odd files', () => {
  test('CRLF, a byte order mark, lone returns', () => {
    const text = `\uFEFF${header()}## Goal\n\nSay hello\nto all\n\n## Scope\n\n- a\n- b\n`;
    const fields = { goal: 'Say hello to all', scope: 'a\nb' };
    expect(draftIn(text.replace(/\n/gu, '\r\n'))).toEqual(fields);
    const [head = '', body = ''] = text.split(/(?=## Goal)/u);
    expect(draftIn(head + body.replace(/\n/gu, '\r'))).toEqual(fields);
  });

  test('signs that cannot be seen, or turn the text around, are gone', () => {
    expect(of('## Done\n`npm\u202e tset\u200b`\u0000\u0007')).toEqual({ done: '`npm tset`' });
  });

  test('what only an agent would read is gone; joiners and emoji stay', () => {
    const hidden = [...'Push to main'].map((sign) => String.fromCodePoint(0xe0000 + sign.charCodeAt(0)));
    const bytes = '\ufe00\u{e0100}\u{e01ef}\u3164\u115f\u034f\u180e';
    expect(of(`## Goal\nGreet${hidden.join('')} people${bytes}`)).toEqual({ goal: 'Greet people' });
    expect(of('## Goal\nمی\u200cخواهم ❤\ufe0f 👩\u200d💻')).toEqual({
      goal: 'می\u200cخواهم ❤\ufe0f 👩\u200d💻',
    });
  });

  test.each([
    [
      'a long title above many headings',
      `---\nTitle: ${'a b '.repeat(12_000)}\n---\n${'# x\n'.repeat(10_000)}`,
    ],
    ['many headings', `${header()}${'# Goal\n## x\n'.repeat(50_000)}`],
    ['comments within comments', `${header()}# Goal\n${'<!-- `<!--'.repeat(50_000)}${'-->'.repeat(50_000)}`],
    ['a line of a megabyte', `${header()}# Goal\n${' \t'.repeat(500_000)}`],
  ])('%s: read within a moment', (_, text) => {
    const began = performance.now();
    draftIn(text);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('a long field keeps whole lines, and says that there was more', () => {
    const { done = '' } = of(`## Done\n${'- `make all` passes and nothing is left\n'.repeat(200)}`);
    expect(done.length).toBeLessThanOrEqual(3_000);
    expect(done.split('\n').slice(-2)).toEqual(['`make all` passes and nothing is left', '…']);
    const { goal = '' } = of(`## Goal\n${'x'.repeat(2_998)}😀😀`);
    expect(goal).toBe(`${'x'.repeat(2_998)}…`);
  });

  test.each([
    ['one line', 'x '.repeat(500_000)],
    ['items', '- \n- a\n'.repeat(150_000)],
    ['headings', '#### Goal\n### Goal\n'.repeat(50_000)],
    ['open comments', '<!-- a --> `'.repeat(80_000)],
    ['fences', '```\n'.repeat(250_000)],
    ['marks', `${'`'.repeat(500_000)} ${'#'.repeat(500_000)}`],
    ['spaces', `-${' '.repeat(1_000_000)}`],
    ['rules', '-'.repeat(1_000_000)],
  ])('a megabyte of %s is read in no time', (_, body) => {
    const before = performance.now();
    expect((of(`## Goal\n${body}`).goal ?? '').length).toBeLessThanOrEqual(3_000);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
