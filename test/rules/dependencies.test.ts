/** What is installed, from the lock file. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface Locked {
  version: string;
  dev?: boolean;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Locked>;
};
const installed = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.split('node_modules/').at(-1)!;

describe('the lock file', () => {
  test('holds a checksum of every package, and nothing that comes from elsewhere', () => {
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    const elsewhere = installed.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere).toEqual([]);
  });

  test('of what users run, the database driver alone may start a program when it is installed', () => {
    const scripts = installed.filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev);
    expect(scripts.map(([path]) => path)).toEqual(['node_modules/sqlite3']);
  });

  test('every package that brings such a program is allowed or forbidden by name', () => {
    const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const silent = installed.filter(
      ([path, { hasInstallScript }]) => hasInstallScript && !(nameOf(path) in allowScripts),
    );
    // of macOS alone, optional, and without a need for its program
    expect(silent.map(([path]) => nameOf(path)).filter((name) => name !== 'fsevents')).toEqual([]);
  });
});
