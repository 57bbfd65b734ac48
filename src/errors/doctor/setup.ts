/** What `doctor` says of the set-up. */
import type { ErrorText } from '../../errors.js';
import { well } from './well.js';

export const DOCTOR_SETUP = {
  doctor_timeout: {
    what: 'No answer within {detail}: {name}.',
    todo: 'Run the doctor again; if it stays so, look for a network, disk or program that hangs.',
  },
  doctor_broken: {
    what: 'This could not be looked at: {name} ({detail}).',
    todo: 'Run the doctor again; if it stays so, it is a defect of metawsm.',
  },

  doctor_configuration: well('The environment and `{name}` are read: {detail}.'),
  doctor_configuration_fault: { what: 'In the configuration, {name} {detail}.', todo: '{known}.' },
  doctor_warning: { what: 'In the configuration, {name} {detail}.', todo: '{known}.' },
  doctor_private: well('Only the bot’s user can read {detail}.'),
  doctor_env_open: {
    what: 'Other users of this machine can read the tokens in {name} (mode {detail}).',
    todo: '`chmod 600 {name}`',
  },
  doctor_home_open: {
    what: 'Other users of this machine can look into the home {name} (mode {detail}).',
    todo: '`chmod 700 {name}`, or start the bot, which does it.',
  },
  doctor_home_foreign: {
    what: 'The home {name} cannot be written by this user.',
    todo: 'Run bot and doctor as the user to whom the home belongs, or name another home in METAWSM_HOME.',
  },
  doctor_node: well('Node.js {detail}.'),
  doctor_node_old: { what: 'Node.js {detail} is too old.', todo: 'Install Node.js {known}.' },
  doctor_running: well('The bot runs on this home.'),
  doctor_resting: well('The bot does not run on this home.'),
} as const satisfies Record<string, ErrorText>;
