/** What `doctor` says of database and disk. */
import type { ErrorText } from '../../errors.js';
import { well } from './well.js';

export const DOCTOR_STORES = {
  doctor_database_new: well('There is no database yet; the bot makes it at its first start.'),
  doctor_database: well('The database {name} is whole ({detail}).'),
  doctor_database_broken: {
    what: 'The database {name} is damaged: {detail}.',
    todo: 'Stop the bot, keep a copy of the file, restore the last backup: docs/operating.md, Restore.',
  },
  doctor_database_unreadable: {
    what: 'The database {name} cannot be read: {detail}.',
    todo: 'See that it is a file of metawsm and of the bot’s user; otherwise restore it: docs/operating.md, Restore.',
  },
  doctor_database_closed: {
    what: 'The database {name} cannot be written by this user.',
    todo: 'Run the bot as the user to whom the file and its folder belong: `ls -l {name}`.',
  },
  doctor_database_old: {
    what: 'The database is of an earlier version ({detail}).',
    todo: 'Nothing: the next start brings it up to date. Make a backup before: docs/operating.md.',
  },
  doctor_database_newer: {
    what: 'A newer metawsm has changed this database ({detail}).',
    todo: 'Start that version, or restore a backup from before: docs/operating.md, Upgrade, and back.',
  },
  doctor_inbox_dead: {
    what: 'Given up in the last seven days: {known} from Slack ({detail}).',
    todo: 'What they carried was not done. Ask the people concerned to do it again; the log has the reason, which may be a defect.',
  },
  doctor_inbox_waiting: {
    what: '{known} from Slack waits undecided ({detail}).',
    todo: 'The bot takes it up by itself at its start; where it runs, look at the log.',
  },
  doctor_effects_failed: {
    what: 'Did not succeed in the last seven days: {detail}.',
    todo: 'The cards of these runs say what became of it; the log has the reasons.',
  },

  doctor_disk: well('{detail} are free, and workspaces take {name} of {known} (`limits.disk`).'),
  doctor_disk_full: {
    what: 'Only {detail} are free on the disk of {name}.',
    todo: 'Make room: `/metawsm cleanup RUN` removes workspaces of runs that are over.',
  },
  doctor_disk_limit: {
    what: 'Workspaces take {detail} of {known} (`limits.disk`), so new runs wait.',
    todo: '`/metawsm cleanup RUN` removes workspaces of runs that are over, or raise `limits.disk`.',
  },
  doctor_disk_short: {
    what: '`limits.disk` lets workspaces grow to {known}, but only {detail} are free.',
    todo: 'Lower `limits.disk`, or make room.',
  },
  doctor_disk_unmeasured: {
    what: 'What workspaces take could not be measured ({detail}).',
    todo: 'See that `du` is on the bot’s PATH.',
  },
} as const satisfies Record<string, ErrorText>;
