/** What is allowed, but probably not meant, or worth knowing at every start. */
import { isUnprotected } from './address.js';
import type { Fault } from './faults.js';
import type { Config } from './types.js';

/** In the words of a fault; the program starts nevertheless. */
export function warningsOf(config: Config): Fault[] {
  return [
    ...config.repos.flatMap(unprotected),
    ...config.agents.flatMap(unwrapped),
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
  return [
    {
      place: `agents ${agent.name}`,
      what: 'has no `wrap`, so it runs with everything that the bot’s user may do',
      remedy: 'use a user of its own for the bot, or set `wrap` to a sandbox',
    },
  ];
}

function unsetVariables(config: Config): Fault[] {
  const named = [
    ...config.repos.map(({ name, env }) => ({ place: `repos ${name}`, env })),
    ...config.agents.map(({ name, env }) => ({ place: `agents ${name}`, env })),
  ];
  return named.flatMap(({ place, env }) =>
    env
      .filter((variable) => !config.environment[variable])
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
