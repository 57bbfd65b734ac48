/** What `doctor` says of channels and people. */
import type { ErrorText } from '../../errors.js';
import { well } from './well.js';

export const DOCTOR_PEOPLE = {
  doctor_channels: well('The bot is a member of {detail}.'),
  doctor_channel_unknown: {
    what: 'Slack does not know the channel {name} to the bot ({detail}).',
    todo: 'Where it is private, type `/invite @metawsm` there. Otherwise correct `channels` in metawsm.yml: the id stands at the end of the channel’s details.',
  },
  doctor_channel_outside: {
    what: 'The bot is not a member of {name}, so no run can be started there.',
    todo: 'Type `/invite @metawsm` there.',
  },
  doctor_channel_archived: {
    what: 'The channel {name} is archived.',
    todo: 'Take it out of `channels` in metawsm.yml, or open it again.',
  },
  doctor_channel_shared: {
    what: 'People of another organisation are in {name}; they read what the bot posts there.',
    todo: 'Nothing, where that is meant; otherwise choose another channel.',
  },
  doctor_people: well('Slack knows {detail}.'),
  doctor_person_unknown: {
    what: '{name} of {detail} does not exist in this workspace.',
    todo: 'Correct the id in metawsm.yml (profile → ⋮ → Copy member ID). Where all are unknown, the bot token is of another workspace.',
  },
  doctor_person_gone: {
    what: '{name} of {detail} is deactivated in Slack.',
    todo: 'Take the id out of metawsm.yml.',
  },
  doctor_person_guest: {
    what: '{name} of {detail} is {known}, who never holds a right.',
    todo: 'Take the id out of metawsm.yml, or make this person a full member in Slack.',
  },
  doctor_group_unknown: {
    what: 'The user group {name} of {detail} does not exist ({known}).',
    todo: 'Correct the id in metawsm.yml: it counts as empty.',
  },
  doctor_group_empty: {
    what: 'Nobody is in the user group {name} of {detail}.',
    todo: 'Add people to it in Slack, or name others in metawsm.yml.',
  },
  doctor_lookup: {
    what: '{name} could not be looked up ({detail}).',
    todo: 'Run the doctor again in a minute.',
  },
  doctor_too_many: {
    what: 'Only the first {detail} were looked up.',
    todo: 'Name user groups in place of so many people.',
  },
} as const satisfies Record<string, ErrorText>;
