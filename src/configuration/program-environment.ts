/** What programs that the bot starts get to see of its environment. */
import type { Environment } from './variables.js';

const KEPT = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'DATABASE_URL'] as const;

/** True for Slack's tokens and the database address, which no program that the bot starts may see. */
export function isKeptFromPrograms(name: string): boolean {
  return (KEPT as readonly string[]).includes(name.toUpperCase());
}

/** Variables that every agent, setup and check gets; `LC_*` besides. */
const USUAL = ['PATH', 'HOME', 'USER', 'SHELL', 'LANG', 'TERM', 'TMPDIR', 'TZ'];

/** The environment of a program: the usual variables and those that `names` lists, as far as `env` has them. */
export function programEnvironment(env: Environment, names: readonly string[] = []): Record<string, string> {
  const wanted = new Set([...USUAL, ...names]);
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !isKeptFromPrograms(entry[0]) &&
      (wanted.has(entry[0]) || entry[0].startsWith('LC_')),
  );
  return Object.fromEntries(entries);
}

/** `env` without Slack's tokens and the database address, also where they stand under another name. */
export function environmentToHandOn(env: Environment): Record<string, string> {
  const kept = KEPT.map((name) => env[name]?.trim()).filter(
    (value) => value !== undefined && value.length >= 8,
  );
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !isKeptFromPrograms(entry[0]) &&
      !kept.some((value) => entry[1]!.includes(value as string)),
  );
  return Object.fromEntries(entries);
}
