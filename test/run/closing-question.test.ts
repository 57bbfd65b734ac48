/** What agents say last, and whether it asks: by examples. */
import { describe, expect, test } from '@jest/globals';
import { questionIn } from '../../src/run/closing-question.js';

/** What was said, the question that people see (undefined: none), the options, the context. */
const EXAMPLES: Record<string, [said: string, question?: string, options?: string[], context?: string]> = {
  'a plain question': ['Which database should I use?', 'Which database should I use?'],
  'the last sentence of a paragraph': [
    'I found two drivers.\n\nBoth work. Shall I take the newer one?',
    'Both work. Shall I take the newer one?',
    [],
    'I found two drivers.',
  ],
  'a finished report': ['I added the greeting and its test. All tests pass.'],
  nothing: [' \n\n '],
  'a polite end of a finished report still needs a person': [
    'Done: the greeting is there.\n\nAnything else?',
    'Anything else?',
    [],
    'Done: the greeting is there.',
  ],
  'a rhetorical question that is answered at once': ['Why did it fail? The port was taken. I changed it.'],
  'numbered options behind the question': [
    'Which database should I use?\n1. Postgres\n2. SQLite',
    'Which database should I use?',
    ['Postgres', 'SQLite'],
  ],
  'options in bold, with a blank line between': [
    'How shall I go on?\n\n1. **Rewrite** the parser\n\n2. **Patch** the old one',
    'How shall I go on?',
    ['Rewrite the parser', 'Patch the old one'],
  ],
  'an option of two lines': [
    'Which?\n1) Postgres,\n   which you have\n2) SQLite',
    'Which?',
    ['Postgres, which you have', 'SQLite'],
  ],
  'lettered options and a closing line': [
    'Which way?\n\nA) Keep the old name\nB) Take the new name\n\nTell me which one.',
    'Which way?',
    ['Keep the old name', 'Take the new name'],
  ],
  'bullets behind the question': [
    'Where should the file go?\n- src\n- lib',
    'Where should the file go?',
    ['src', 'lib'],
  ],
  'a title between question and options': [
    'Which one do you want?\n\nOptions:\n\n(a) the small one\n(b) the large one',
    'Which one do you want?\nOptions:',
    ['the small one', 'the large one'],
  ],
  'a question with a colon': ['Which one? Options:\n1. A\n2. B', 'Which one? Options:', ['A', 'B']],
  'options before the question': [
    'I see two ways:\n\n1. Rewrite\n2. Patch\n\nWhich do you prefer?',
    'Which do you prefer?',
    ['Rewrite', 'Patch'],
    'I see two ways:',
  ],
  'what was done is no option': [
    'I did this:\n\n1. Added a test\n2. Fixed the bug\n\nAnything else?',
    'Anything else?',
    [],
    'I did this:\n\n1. Added a test\n2. Fixed the bug',
  ],
  'bullets before a question may be anything': [
    'Changed:\n- a.ts\n- b.ts\n\nWhich should I commit?',
    'Which should I commit?',
    [],
    'Changed:\n\n• a.ts\n• b.ts',
  ],
  'a list of questions': [
    'I need to know:\n1. Which port?\n2. Which host?',
    'I need to know:\n1. Which port?\n2. Which host?',
  ],
  'a list with a gap offers nothing': ['Which?\n1. A\n3. C', 'Which?\n1. A\n3. C'],
  'a list of what was done': ['I did this:\n- one\n- two'],
  'too many options stay words': [
    `Which?\n${Array.from({ length: 12 }, (_, at) => `${at + 1}. file ${at}`).join('\n')}`,
    `Which?\n${Array.from({ length: 12 }, (_, at) => `${at + 1}. file ${at}`).join('\n')}`,
  ],
  'the same option twice': ['Which?\n- a\n- a', 'Which?\n• a\n• a'],
  'a code block at the end': ['It prints:\n```\nContinue?\n```'],
  'a code block that is not closed': ['It prints:\n```\nContinue?'],
  'inline code': ['It now prints `Continue?`'],
  'an address': ['See https://example.com/search?'],
  'words of others': ['The brief says:\n> which one?'],
  'a heading': ['All done.\n\n## Questions?'],
  'a question in bold': ['**Shall I go on?**', '**Shall I go on?**'],
  'a question in quotes, and a smile': ['May I? 🙂', 'May I? 🙂'],
  'Windows line ends': ['Which?\r\n1. A\r\n2. B\r\n', 'Which?', ['A', 'B']],
  German: ['Soll ich die alte Datei löschen?', 'Soll ich die alte Datei löschen?'],
  Spanish: ['¿Qué base de datos uso?', '¿Qué base de datos uso?'],
  French: ['Laquelle voulez-vous ?', 'Laquelle voulez-vous ?'],
  Japanese: [
    'どのデータベースを使いますか？\n1. Postgres\n2. SQLite',
    'どのデータベースを使いますか？',
    ['Postgres', 'SQLite'],
  ],
  Chinese: ['我应该继续吗？', '我应该继续吗？'],
  Arabic: ['هل أتابع؟', 'هل أتابع؟'],
};

describe('the end of a turn', () => {
  test.each(Object.entries(EXAMPLES))('%s', (_, [said, question, options = [], context]) => {
    const found = question === undefined ? undefined : { question, options, ...(context ? { context } : {}) };
    expect(questionIn(said)).toEqual(found);
  });

  test('a long paragraph keeps its end, in which the question stands', () => {
    const { question = '' } = questionIn(`${'😀'.repeat(2_000)} Shall I go on?`) ?? {};
    expect(question.length).toBeLessThan(1_510);
    expect(question).toMatch(/^….+Shall I go on\?$/su);
    expect(() => encodeURIComponent(question)).not.toThrow();
  });

  test.each([
    '?'.repeat(100_000),
    ' '.repeat(100_000),
    '1. a\n'.repeat(20_000),
    '** '.repeat(33_000),
    '```'.repeat(33_000),
    `${'('.repeat(50_000)}${')'.repeat(50_000)}?`,
    'a?\n\n- b\n'.repeat(10_000),
    `https://${'a'.repeat(99_000)}?`,
  ])('hostile text takes no time', (said) => {
    const began = performance.now();
    questionIn(said);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
