/** A visit inside the test, its bot a process of its own; and the program as people start it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PageParts } from '../../../src/playground/scene/ports.js';
import type { HintPiece } from '../../../src/playground/scene/scene.js';
import type { Message } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type Home, openHome } from '../../../src/playground/visit/homes.js';
import { startVisit } from '../../../src/playground/visit/visit.js';
import { inheritForGit } from '../../../src/shell/git.js';

/** Long enough for two cores that others use as well. */
export const PATIENCE_MS = 90_000;

const made: string[] = [];

export function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'metawsm-visit-test-')));
  made.push(folder);
  return folder;
}

export function removeTemporary(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

export interface Wish {
  home?: string;
  config?: string;
}

export type Open = Awaited<ReturnType<typeof visiting>>;

/** Starts a visit and waits until its bot is connected. */
export async function visiting(wish: Wish = {}) {
  inheritForGit(process.env);
  const home: Home = openHome(wish.home, process.cwd(), temporary());
  const told: string[] = [];
  let seen: PageParts | undefined;
  const visit = await startVisit({
    flags: { ...wish, port: 0, log: false, inspector: false, help: false },
    home,
    env: process.env,
    cwd: process.cwd(),
    folder: Promise.resolve('/nowhere'),
    openPage(parts) {
      seen = parts;
      return { href: 'http://127.0.0.1/', close: () => undefined };
    },
    say: (text) => void told.push(text),
    onLost: (_, output) => void told.push(output),
  });
  const parts = seen!;
  const { slack } = parts;
  await slack.connected(1, PATIENCE_MS);
  const people = Object.fromEntries(parts.actors.map(({ person }) => [person.name, person]));
  const [ana, ben, cem] = [people.ana!, people.ben!, people.cem!];
  const open = {
    ...{ home, told, parts, slack, ana, ben, cem, people, close: visit.close },
    dev: slack.find('dev'),
    /** Waits until the hint of this person is at one of the steps. */
    async hint(steps: string | string[], who: Person = ana): Promise<HintPiece> {
      const wanted = [steps].flat();
      return await slack.waitFor(
        () => {
          const hint = parts.hint(who.id);
          return hint && wanted.includes(hint.step) ? hint : undefined;
        },
        `a hint at ${wanted.join(' or ')}, not ${JSON.stringify(parts.hint(who.id))}`,
        PATIENCE_MS,
      );
    },
    /** Waits for the newest message in the channel with a button of this label. */
    button: (label: string): Promise<Message> =>
      slack.message(open.dev, (one) => slack.buttons(one).some((button) => button.label === label), {
        from: 'bot',
        timeoutMs: PATIENCE_MS,
      }),
    async press(label: string, who: Person = ana): Promise<void> {
      await who.presses(label, { on: await open.button(label) });
    },
    /** Answers what the bot asks as the hint proposes, until the brief is complete. */
    async answersQuestions(): Promise<void> {
      const asks = (one: Message) => slack.buttons(one).some(({ action_id }) => action_id === 'write_answer');
      for (;;) {
        const hint = await open.hint(['question', 'start']);
        if (hint.step === 'start') return;
        const asked = slack.messages(open.dev, { from: 'bot' }).findLast(asks);
        if (asked && hint.insert) await ana.types(hint.insert, { in: open.dev });
        else if (asked) await ana.presses({ action_id: 'answer:0' }, { on: asked });
        const over = () => (asked ? !asks(asked) : parts.hint(ana.id)?.text !== hint.text);
        await slack.waitFor(over, 'the question to be over', PATIENCE_MS);
      }
    },
  };
  return open;
}

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href;
const children: { kill(signal: 'SIGKILL'): boolean }[] = [];

/** `npm run playground` as a child: what it says, and how it ends. Its temporary homes lie in `tmp`; `parent`: what it is started by. */
export function program(args: string[], tmp: string, env: Record<string, string> = {}, parent = '') {
  const argv = [process.execPath, '--import', TSX, resolve('src/playground/main.ts'), ...args];
  // A shell that has something left to do stays the parent, as npm does.
  const behind = ['sh', '-c', '"$@"; exit', parent, ...argv];
  const [file = '', ...words] = parent === '' ? argv : behind;
  const child = spawn(file, words, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: tmp, ...env },
  });
  children.push(child);
  let said = '';
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (words: string) => {
      said += words;
      for (const listener of heard) listener();
    });
  const code = new Promise<number | null>((done) => child.on('close', done));
  const says = (words: RegExp): Promise<RegExpExecArray> =>
    new Promise((done, fail) => {
      const look = () => {
        const found = words.exec(said);
        if (found) done(found);
      };
      heard.add(look);
      look();
      void code.then((ended) => fail(new Error(`It ended with ${ended} without saying ${words}:\n${said}`)));
    });
  return { child, code, says, said: () => said };
}

export function endPrograms(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL');
}
