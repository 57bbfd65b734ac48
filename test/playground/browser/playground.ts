/** The playground as a visitor has it: the real program in a home of its own, and a real browser before it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { git, removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { openBrowser } from './chromium.js';
import { Visitor } from './visitor.js';

/** The program starts, and builds the page when that is needed. */
const START_MS = 120_000;

export interface Screen {
  width?: number;
  height?: number;
  dark?: boolean;
  /** Device pixels per pixel. */
  scale?: number;
}

export interface Playground {
  home: string;
  /** Everybody who has come so far. */
  visitors: readonly Visitor[];
  /** Opens the page anew, as nobody has seen it before. */
  visits(screen?: Screen): Promise<Visitor>;
  /** The commits of a sample repository's base with what they changed, newest first. */
  base(repo: string): string;
  close(): Promise<void>;
}

export async function openPlayground(): Promise<Playground> {
  const home = join(temporary(), 'visit');
  const program = spawn(process.execPath, ['--import', 'tsx', 'src/playground/main.ts', '--home', home], {
    env: { ...withoutSlack(process.env), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await addressOf(program);
  const browser = await openBrowser();
  const visitors: Visitor[] = [];
  return {
    home,
    visitors,
    async visits({ width = 1280, height = 900, dark = false, scale = 1 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        deviceScaleFactor: scale,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const visitor = new Visitor(page);
      visitors.push(visitor);
      await page.goto(address);
      await visitor.isConnected();
      return visitor;
    },
    base: (repo) =>
      git(
        join(home, 'remotes', `${repo}.git`),
        'log',
        '-p',
        '-m',
        '--first-parent',
        '--format=%H %s%n%b',
        'main',
      ),
    async close() {
      await browser.close();
      const gone = new Promise((resolve) => program.once('exit', resolve));
      program.kill('SIGTERM');
      await gone;
      removeTemporary();
    },
  };
}

function withoutSlack(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SLACK_')));
}

/** The address that the program prints. @throws with what it printed instead */
function addressOf(program: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`The playground ${why}:\n${output}`));
    const late = setTimeout(() => fail('did not say its address'), START_MS);
    program.once('exit', (code) => fail(`ended with ${code}`));
    const read = (chunk: Buffer): void => {
      output += chunk;
      const [address] = /http:\S+\?key=\S+/u.exec(output) ?? [];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    };
    program.stdout?.on('data', read);
    program.stderr?.on('data', read);
  });
}
