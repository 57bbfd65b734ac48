/** The bot's commands as a list, for whoever offers them while somebody types. */
import { COMMAND_NAMES, HELP } from '../slack/messages/help.js';

/** `usage` begins with the verb. */
export const COMMAND_VERBS: readonly { verb: string; usage: string; description: string }[] =
  COMMAND_NAMES.map((verb) => ({
    verb,
    usage: HELP[verb].usage[0].replace(/^\/\S+ /, ''),
    description: HELP[verb].summary,
  }));

/** The slash command that they belong to. */
export const OWN_COMMAND = '/metawsm';
