/** The playground as a visitor has it: the real program in a home of its own, and a real browser before it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { git, removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { Visitor } from './visitor.js';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine; CHROMIUM names another one. */
export const browserPath = [process.env.CHROMIUM ?? '', ...BROWSERS].find((path) => existsSync(path));

/** Tests that need a browser; where there is none they are skipped, and a loud line says so. */
export function describeInBrowser(
  what: string,
  tests: (test: typeof import('@jest/globals').test) => void,
): void {
  const run = browserPath === undefined ? describe.skip : describe;
  run(what, () => tests(test));
  if (browserPath !== undefined) return;
  process.stderr.write(
    `\nSKIPPED: "${what}" needs Chromium, and none was found (${BROWSERS.join(', ')}, or CHROMIUM).\n\n`,
  );
}

/** The program starts, and builds the page when that is needed. */
const START_MS = 120_000;

export interface Playground {
  home: string;
  /** Opens the page anew, as nobody has seen it before. */
  visits(options?: { width?: number; height?: number; dark?: boolean }): Promise<Visitor>;
  /** The newest commit of a sample repository's base, as its subject and the lines that it has changed. */
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
  const browser: Browser = await chromium.launch({ executablePath: browserPath!, args: ARGUMENTS });
  return {
    home,
    async visits({ width = 1280, height = 900, dark = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const visitor = new Visitor(page);
      await page.goto(address);
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
