/** Where and when was measured. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import type { Occasion } from './report.js';

const PACKAGES = ['@slack/bolt', '@slack/socket-mode', 'typeorm', 'sqlite3', 'xstate'];

export function occasionOf(quick: boolean): Occasion {
  const versions = PACKAGES.map((name) => {
    const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
    return `${name} ${version}`;
  });
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim().replace('version ', '');
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory}, ${type()} ${release()}`,
    versions: [`Node ${process.version}`, git, ...versions].join(', '),
    rounds: quick ? 2 : 5,
    quick,
  };
}
