/** Are the channels, people and user groups that metawsm.yml names there, and is the bot where it shall be? */
import type { User } from '@slack/web-api/dist/types/response/UsersInfoResponse.js';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { codeOf } from '../directory.js';
import { type Asking, troubleIn } from './asking.js';

/** An id of metawsm.yml, and where it stands. */
export interface Named {
  id: string;
  places: readonly string[];
}

const { well, note, unproven, fault } = findingsOn('people');
/** Slack lets through 20 look-ups of groups a minute, and 50 of channels. */
const MOST = { channels: 40, people: 40, groups: 15 };

export async function lookAtChannels({ web }: Asking, ids: readonly string[]): Promise<Finding[]> {
  const found: Finding[] = [];
  const member: string[] = [];
  for (const id of ids.slice(0, MOST.channels)) {
    try {
      const { channel = {} } = await web.conversations.info({ channel: id });
      const name = channel.name ? `#${channel.name} (${id})` : id;
      if (channel.is_archived) found.push(fault('doctor_channel_archived', { name }));
      else if (channel.is_member || channel.is_im) member.push(name);
      else found.push(fault('doctor_channel_outside', { name }));
      if (channel.is_ext_shared) found.push(note('doctor_channel_shared', { name }));
    } catch (error) {
      const code = codeOf(error);
      found.push(
        code === 'channel_not_found'
          ? fault('doctor_channel_unknown', { name: id, detail: code })
          : unproven('doctor_lookup', { name: id, detail: code ?? troubleIn(error) }),
      );
    }
  }
  return [...told('doctor_channels', member), ...found, ...cut(ids, MOST.channels, 'channels')];
}

export async function lookAtPeople(asking: Asking, named: readonly Named[]): Promise<Finding[]> {
  const groups = named.filter(({ id }) => id.startsWith('S'));
  const people = named.filter(({ id }) => /^[UW]/u.test(id));
  const names: string[] = [];
  const found: Finding[] = [];
  for (const one of people.slice(0, MOST.people)) found.push(...(await person(asking, one, names)));
  for (const one of groups.slice(0, MOST.groups)) found.push(...(await group(asking, one, names)));
  return [
    ...told('doctor_people', names),
    ...found,
    ...cut(people, MOST.people, 'people'),
    ...cut(groups, MOST.groups, 'user groups'),
  ];
}

async function person({ web }: Asking, { id, places }: Named, names: string[]): Promise<Finding[]> {
  const detail = places.join(', ');
  try {
    const { user = {} } = await web.users.info({ user: id });
    const name = `${user.real_name || user.name || id} (${id})`;
    const kind = strangerness(user);
    if (user.deleted) return [fault('doctor_person_gone', { name, detail })];
    if (kind) return [fault('doctor_person_guest', { name, detail, known: kind })];
    names.push(name);
    return [];
  } catch (error) {
    const code = codeOf(error);
    if (code === 'user_not_found' || code === 'user_not_visible')
      return [fault('doctor_person_unknown', { name: id, detail })];
    return [unproven('doctor_lookup', { name: id, detail: code ?? troubleIn(error) })];
  }
}

/** Why this person holds no right, as `slack/actor` judges it. */
function strangerness(user: User): string | undefined {
  if (user.is_bot) return 'a bot';
  if (user.is_stranger) return 'of another organisation';
  return user.is_restricted || user.is_ultra_restricted ? 'a guest' : undefined;
}

const NO_GROUP = [
  'no_such_subteam',
  'subteam_not_found',
  'invalid_usergroup',
  'plan_upgrade_required',
  'paid_teams_only',
];

async function group({ web }: Asking, { id, places }: Named, names: string[]): Promise<Finding[]> {
  const detail = places.join(', ');
  try {
    const { users = [] } = await web.usergroups.users.list({ usergroup: id });
    if (users.length === 0) return [note('doctor_group_empty', { name: id, detail })];
    names.push(`the group ${id} (${users.length})`);
    return [];
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && NO_GROUP.includes(code))
      return [fault('doctor_group_unknown', { name: id, detail, known: code })];
    return [unproven('doctor_lookup', { name: id, detail: code ?? troubleIn(error) })];
  }
}

const NAMED = 6;

function told(code: 'doctor_channels' | 'doctor_people', names: readonly string[]): Finding[] {
  if (names.length === 0) return [];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return [well(code, { detail: names.slice(0, NAMED).join(', ') + more })];
}

const cut = (all: readonly unknown[], most: number, what: string): Finding[] =>
  all.length > most ? [unproven('doctor_too_many', { detail: `${most} of ${all.length} ${what}` })] : [];
