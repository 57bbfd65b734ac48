/** The environment: places, database, log level; Slack's part stands in `slack`. */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Fault } from './faults.js';
import { readGithub } from './github.js';
import { readSlack } from './slack.js';
import type { Config, LogLevel } from './types.js';
import { type Environment, read, type Variable } from './variables.js';

type EnvironmentPart = Pick<Config, 'slack' | 'home' | 'file' | 'database' | 'logLevel' | 'github'>;

/** Reads the environment once. Places count from `cwd`; `faults` takes what is wrong. */
export function readEnvironment(env: Environment, cwd: string, faults: Fault[]): EnvironmentPart {
  const home = homeOf(env, cwd);
  return {
    slack: readSlack(env, faults),
    home,
    file: placeOf(env, cwd, 'METAWSM_CONFIG') ?? resolve(cwd, 'metawsm.yml'),
    database: { url: databaseOf(env, cwd, home, faults) },
    logLevel: logLevelOf(env, faults),
    github: readGithub(env, faults),
  };
}

/** Absolute path of the home. */
export function homeOf(env: Environment, cwd: string): string {
  return placeOf(env, cwd, 'METAWSM_HOME') ?? resolve(cwd, '.metawsm');
}

/** `sqlite:<absolute path>`, from `DATABASE_URL` or in the home. */
export function databaseOf(env: Environment, cwd: string, home: string, faults: Fault[]): string {
  const url = read(env, 'DATABASE_URL');
  if (!url) return `sqlite:${join(home, 'metawsm.sqlite')}`;
  const refuse = (what: string, remedy: string) => {
    faults.push({ place: 'DATABASE_URL', what, remedy });
    return '';
  };
  if (/^postgres(?:ql)?:/iu.test(url))
    return refuse(
      'asks for Postgres, which is not built yet',
      'use `sqlite:<path>`, or leave it empty for a file in the home',
    );
  const path = /^sqlite:(.*)$/su.exec(url)?.[1];
  if (!path || path === ':memory:' || /^\/\/[^/]/u.test(path))
    return refuse(
      'is no address of a database file',
      'write `sqlite:<path>`, or leave it empty for a file in the home',
    );
  return `sqlite:${absolute(path, cwd, env)}`;
}

/** `place` from `base`; `~/` is the home of the bot's user. */
export function absolute(place: string, base: string, env: Environment): string {
  const inHome = /^~(?:\/(.*))?$/su.exec(place);
  if (inHome) return resolve(env.HOME ?? homedir(), inHome[1] ?? '');
  return isAbsolute(place) ? resolve(place) : resolve(base, place);
}

function placeOf(env: Environment, cwd: string, name: Variable): string | undefined {
  const place = read(env, name);
  return place && absolute(place, cwd, env);
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

function logLevelOf(env: Environment, faults: Fault[]): LogLevel {
  const text = read(env, 'LOG_LEVEL')?.toLowerCase() ?? 'info';
  const level = LEVELS.find((one) => one === text);
  if (!level)
    faults.push({ place: 'LOG_LEVEL', what: 'is unknown', remedy: `use one of ${LEVELS.join(', ')}` });
  return level ?? 'info';
}
