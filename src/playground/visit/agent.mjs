#!/usr/bin/env node
/**
 * The agent of the playground. It plays a script instead of thinking, and is real in everything else: it edits files in
 * the worktrees, asks through `metawsm-ask`, commits, and says that it is done through the file contract. It may be
 * killed at any moment and started again.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const { METAWSM_WORKSPACE: workspace = '', METAWSM_RUN_ID: runId = '', METAWSM_TICKET = '' } = process.env;
const contract = join(workspace, '.metawsm');
const brief = JSON.parse(readFileSync(join(contract, 'brief.json'), 'utf8'));
const repos = brief.repositories.map(({ name }) => name);
const has = (repo) => repos.includes(repo);
const file = (repo, path) => join(workspace, repo, path);
const read = (path) => readFileSync(path, 'utf8');

/** What this agent remembers of the run from one start to the next. */
const notes = join(workspace, '.agent.json');
const memory = existsSync(notes) ? JSON.parse(read(notes)) : { begun: false, acted: 0 };

/** A line of progress, and time to see it. */
async function step(words, ms = 1_200) {
  console.log(words);
  await pause(ms);
}

/** Writes a file whole, so that nobody reads half of one. */
function write(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function edit(repo, path, change) {
  const before = read(file(repo, path));
  const after = change(before);
  if (after !== before) write(file(repo, path), after);
}

function remember(facts) {
  Object.assign(memory, facts);
  write(notes, `${JSON.stringify(memory)}\n`);
}

function ask(question, options, context) {
  const words = [question, ...options.flatMap((option) => ['--option', option]), '--context', context];
  const { status, stdout } = spawnSync('metawsm-ask', words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout.trim();
}

function commit(message) {
  for (const repo of repos) {
    const git = (...args) => execFileSync('git', ['-C', file(repo, '.'), ...args], { encoding: 'utf8' });
    git('add', '--all');
    if (git('status', '--porcelain') !== '') git('commit', '--quiet', '--message', message);
  }
}

function done(summary) {
  mkdirSync(contract, { recursive: true });
  write(join(contract, 'implementation-complete.json'), `${JSON.stringify({ summary, run_id: runId })}\n`);
  console.log(`done: ${summary}`);
}

const literal = (text) => `'${text.replace(/[\\']/g, '\\$&').replace(/[\r\n]+/g, ' ')}'`;
const html = (text) => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
const firstLine = (text) =>
  text
    .trim()
    .split(/[\r\n]/)[0]
    .slice(0, 72);

/** DEMO-1: greet people by name. Its first try forgets those who give no name, which the tests of `hello` notice. */
const greeting = {
  async begin() {
    await step('I read the brief and the ticket.');
    if (memory.word === undefined) {
      await step('I have found where the greeting is made. The word is not mine to choose, so I ask.');
      const word = ask(
        'Which greeting shall people read?',
        ['Hello', 'Moin', 'Good morning'],
        'The program will say it in front of the name, and the page shows the same word.',
      );
      remember({ word });
    }
    greeting.say(memory.word);
    await step(`I write “${memory.word}” into ${repos.join(' and ')}.`, 1_500);
    commit(`feat: greet people by name with “${firstLine(memory.word)}”`);
    return `Greets people by name with “${memory.word}”.`;
  },
  say(word) {
    const parameter = memory.mended ? "name = 'world'" : 'name';
    if (has('hello')) {
      write(
        file('hello', 'src/greet.js'),
        `const GREETING = ${literal(word)};\n\n/** The words with which the program greets somebody. */\n` +
          `export function greet(${parameter}) {\n  return \`\${GREETING}, \${name}!\`;\n}\n`,
      );
      edit('hello', 'src/hello.js', (text) => text.replace(/greet\([^)]*\)\)/, 'greet(process.argv[2]))'));
      edit('hello', 'test/greet.test.js', (text) => withTest(text, word));
    }
    if (has('site'))
      edit('site', 'index.html', (text) =>
        text.replace(/<h1>.*<\/h1>/, () => `<h1>${html(word)}, you!</h1>`),
      );
  },
  async mend() {
    await step('A check failed: without a name the program greets “undefined”. I mend that.', 2_500);
    remember({ mended: true });
    greeting.say(memory.word);
    commit('fix: greet the world where nobody gives a name');
    return `Greets people by name with “${memory.word}”, and the world where nobody gives one.`;
  },
  /** Words in quotes are a new greeting. */
  async wish(text) {
    const word = /["“”„«»]([^"“”„«»]{1,60})["“”„«»]/.exec(text)?.[1]?.trim();
    if (!word) return anything.wish(text);
    await step(`I change the greeting to “${word}”.`);
    remember({ word });
    greeting.say(word);
    commit(`feat: greet with “${firstLine(word)}”`);
    return `Greets with “${word}” now.`;
  },
};

function withTest(text, word) {
  const rest = text.replace(/\ntest\('greets people by name'[\s\S]*$/, '');
  return `${rest}\ntest('greets people by name', () => {\n  assert.equal(greet('Ana'), ${literal(`${word}, Ana!`)});\n});\n`;
}

/** DEMO-2: the first try runs into a wall, the second one gets through. */
const translation = {
  async begin() {
    await step('I read the brief and the ticket.');
    await step('I ask the translation service for the words.', 2_000);
    if (!memory.tried) {
      remember({ tried: true });
      console.error('The translation service answers 503 Service Unavailable. I cannot go on.');
      process.exit(1);
    }
    await step('The service answers now.');
    return anything.note('Translated the greeting: Hallo, Moin, Bonjour, Merhaba.');
  },
  mend: () => anything.mend(),
  wish: (text) => anything.wish(text),
};

/** Any other ticket: what was asked for is noted in each repository. */
const anything = {
  async begin() {
    await step('I read the brief.');
    await step(`I look around in ${repos.join(' and ')}.`);
    return anything.note(brief.goal);
  },
  async note(text) {
    for (const repo of repos) {
      const path = file(repo, 'NOTES.md');
      const before = existsSync(path) ? read(path) : '# Notes\n\n';
      const line = `- ${METAWSM_TICKET}: ${text.trim().replace(/\s+/g, ' ')}\n`;
      if (!before.includes(line)) write(path, before + line);
    }
    await step(`I write it down in ${repos.map((repo) => `${repo}/NOTES.md`).join(' and ')}.`);
    commit(`docs: ${firstLine(text)}`);
    return `Noted in ${repos.join(' and ')}: ${firstLine(text)}`;
  },
  async mend() {
    await step('A check failed, and I only play a script: I do not know how to mend that.');
    return 'I could not mend what the checks found.';
  },
  wish: (text) => anything.note(text),
};

const script = { 'DEMO-1': greeting, 'DEMO-2': translation }[METAWSM_TICKET.toUpperCase()] ?? anything;

/** The dated sections of the feedback: what kind each is, and what it says. */
function feedback() {
  const path = join(contract, 'operator-feedback.md');
  const sections = existsSync(path)
    ? read(path)
        .split(/^## (?=\d{4}-)/m)
        .slice(1)
    : [];
  return sections.map((section) => {
    const [head = '', ...rest] = section.split('\n').slice(1).join('\n').trim().split('\n');
    return { failed: head.startsWith('Check failed'), text: rest.join('\n').trim() };
  });
}

let summary = 'Nothing was left to do.';
if (!memory.begun) {
  summary = await script.begin();
  remember({ begun: true });
}
const all = feedback();
const fresh = all.slice(memory.acted);
if (fresh.some(({ failed }) => failed)) summary = await script.mend();
for (const { failed, text } of fresh) if (!failed && text !== '') summary = await script.wish(text);
remember({ acted: all.length });
done(summary);
