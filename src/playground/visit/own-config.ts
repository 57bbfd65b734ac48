/** A metawsm.yml of one's own: checked as the bot checks it, and who and what it names in Slack. */
import { dirname, resolve } from 'node:path';
import { type Config, type ConfigSource, loadConfig } from '../../config.js';
import type { Person } from '../server/people.js';
import type { SlackServer } from '../server/slack-server.js';
import type { Actor, Cast } from './cast.js';

/** Only the shape of tokens is checked here; the true ones are made when Slack starts. */
const STAND_INS = {
  SLACK_BOT_TOKEN: 'xoxb-playground-00000000',
  SLACK_APP_TOKEN: 'xapp-1-playground-00000000',
  SLACK_SIGNING_SECRET: '',
  SLACK_API_URL: '',
  PORT: '',
  DATABASE_URL: '',
  LOG_LEVEL: '',
};

/** Reads the file, counted from `cwd`. Throws `ConfigFault` with every fault in it. */
export function readConfiguration(file: string, { env, cwd }: ConfigSource): Config {
  const path = resolve(cwd, file);
  const METAWSM_CONFIG = path;
  return loadConfig({ env: { ...env, ...STAND_INS, METAWSM_CONFIG }, cwd: dirname(path) });
}

/** Makes the people, groups and channels that the file names by their ids. Returns the people, in order. */
export function peopleNamedBy(config: Config, slack: SlackServer, { ben }: Cast): Person[] {
  const { store } = slack;
  const ids = idsIn(config);
  for (const id of ids.filter(isGroup))
    if (!store.groups.has(id)) store.groups.set(id, { id, handle: id.toLowerCase(), users: [ben.id] });
  for (const id of Object.keys(config.channels).filter((one) => !one.startsWith('D')))
    if (!store.channels.has(id)) addChannel(slack, id);
  return ids.filter((id) => !isGroup(id)).map((id) => personOf(slack, id));
}

/** A person's rights under the file, in a few words. */
export function actorUnder(config: Pick<Config, 'access'>, slack: SlackServer, person: Person): Actor {
  const rights = RIGHTS.filter(({ right }) => holds(config, slack, person, right)).map(({ words }) => words);
  return { person, role: rights.length === 0 ? 'has no rights' : listed(rights) };
}

/** May this person type `/metawsm bootstrap`? */
export const mayStart = (config: Pick<Config, 'access'>, slack: SlackServer, person: Person): boolean =>
  holds(config, slack, person, 'start');

const RIGHTS = [
  { right: 'start', words: 'starts runs' },
  { right: 'answer', words: 'answers' },
  { right: 'merge', words: 'merges' },
  { right: 'admins', words: 'cleans up' },
] as const;

const isGroup = (id: string): boolean => id.startsWith('S');

function idsIn({ access, guidance }: Config): string[] {
  const { start, answer, merge, admins } = access;
  const all = [...start, ...answer, ...merge, ...admins, guidance.escalateTo];
  return [...new Set(all.filter((id): id is string => id !== undefined && id !== 'everyone'))];
}

function personOf(slack: SlackServer, id: string): Person {
  const { users, teamId } = slack.store;
  if (!users.has(id)) users.set(id, { id, name: id.toLowerCase(), real_name: id, team_id: teamId });
  const person = slack.person(users.get(id)?.name ?? id);
  for (const channel of slack.store.channels.values()) if (channel.kind === 'public') channel.members.add(id);
  return person;
}

function addChannel(slack: SlackServer, id: string): void {
  const { store } = slack;
  const kind = id.startsWith('G') ? 'private' : 'public';
  const members = new Set(store.users.keys());
  store.channels.set(id, { id, name: id.toLowerCase(), kind, members, archived: false, shared: false });
  store.messages.set(id, []);
}

function holds(
  { access }: Pick<Config, 'access'>,
  { store }: SlackServer,
  { id }: Person,
  right: (typeof RIGHTS)[number]['right'],
): boolean {
  const inGroup = (entry: string) => store.groups.get(entry)?.users.includes(id) ?? false;
  return [...access[right], ...access.admins].some(
    (entry) => entry === 'everyone' || entry === id || inGroup(entry),
  );
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
