/** The browser of this machine. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** CHROMIUM names another one; undefined: there is none. */
export const browserPath = [process.env.CHROMIUM ?? '', ...PATHS].find((path) => existsSync(path));

/** @throws in plain words where there is no browser */
export async function openBrowser(): Promise<Browser> {
  if (browserPath === undefined)
    throw new Error(
      `Chromium is needed, and none was found (${PATHS.join(', ')}). CHROMIUM may name another.`,
    );
  return await chromium.launch({ executablePath: browserPath, args: ARGUMENTS });
}
