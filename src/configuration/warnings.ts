/** What is allowed, but probably not meant, or worth knowing at every start. */
import { isUnprotected } from './address.js';
import type { Fault } from './faults.js';
import { presetOf } from './presets.js';
import type { Config } from './types.js';

/** Whether a program is on the PATH that agents get. */
type IsThere = (program: string) => boolean;

/** In the words of a fault; the program starts nevertheless. */
export function warningsOf(config: Config, isThere: IsThere = () => true): Fault[] {
  return [
    ...config.repos.flatMap(unprotected),
    ...config.agents.flatMap((agent) => [...unwrapped(agent), ...notInstalled(agent, isThere)]),
    ...unsetVariables(config),
    ...idleRights(config),
  ];
}

function unprotected({ name, url }: Config['repos'][number]): Fault[] {
  if (url === undefined || !isUnprotected(url)) return [];
  return [
    {
      place: `repos ${name}`,
      what: 'is fetched and pushed by `http`, which anybody on the way can read and change',
      remedy: 'use `https` or `ssh`',
    },
  ];
}

function unwrapped(agent: Config['agents'][number]): Fault[] {
  if (agent.wrap.length > 0) return [];
  const what =
    agent.runner === 'acp'
      ? 'has no `wrap`: what `permissions` and people allow, it does as the bot’s user, who can read the database, keys and other runs'
      : 'has no `wrap`, so it runs with everything that the bot’s user may do';
  const remedy = 'use a user of its own for the bot, or set `wrap` to a sandbox';
  return [{ place: `agents ${agent.name}`, what, remedy }];
}

/** Inside `wrap` other programs may be there, so nothing can be said of it. */
function notInstalled({ name, preset, command, wrap }: Config['agents'][number], isThere: IsThere): Fault[] {
  if (wrap.length > 0) return [];
  const [own] = command;
  if (own !== undefined) return own.includes('/') || isThere(own) ? [] : [notOnPath(name, [own])];
  const facts = presetOf(preset);
  if (!facts) return [];
  const found = facts.commands.map(([program = '']) => program).find(isThere);
  if (found !== undefined && found !== 'npx') return [];
  const programs = facts.commands.map(([program = '']) => program).filter((program) => program !== 'npx');
  const remedy = `install it: ${facts.install}`;
  if (found === undefined) return [notOnPath(name, programs, remedy)];
  const what = `speaks to ${facts.title} through \`${programs[0]}\`, which is not on PATH: npx fetches it at the first start, which takes minutes`;
  return [{ place: `agents ${name}`, what, remedy }];
}

const notOnPath = (
  name: string,
  programs: string[],
  remedy = 'install it, or write its whole path under `command`',
): Fault => ({
  place: `agents ${name}`,
  what: `cannot start: ${programs.map((program) => `\`${program}\``).join(' or ')} is not on PATH`,
  remedy,
});

function unsetVariables(config: Config): Fault[] {
  const named = [
    ...config.repos.map(({ name, env }) => ({ place: `repos ${name}`, env })),
    ...config.agents.map(({ name, env }) => ({ place: `agents ${name}`, env })),
  ];
  return named.flatMap(({ place, env }) =>
    env
      .filter((variable) => !Object.hasOwn(config.environment, variable) || !config.environment[variable])
      .map((variable) => ({
        place,
        what: `hands on \`${variable}\`, which is not set`,
        remedy: 'set it in .env, or remove it from `env`',
      })),
  );
}

function idleRights({ access }: Config): Fault[] {
  const rights = (['start', 'answer', 'merge'] as const).filter(
    (right) => access[right].length === 0 && access.admins.length === 0,
  );
  return rights.map((right) => ({
    place: `access.${right}`,
    what: 'lists nobody',
    remedy: 'list users, user groups, or `everyone`',
  }));
}
