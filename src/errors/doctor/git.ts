/** What `doctor` says of git and repositories. */
import type { ErrorText } from '../../errors.js';
import { well } from './well.js';

export const DOCTOR_GIT = {
  doctor_git: well('git {detail}.'),
  doctor_git_old: { what: 'git {detail} is too old.', todo: 'Install git {known} or newer.' },
  doctor_git_missing: {
    what: 'git could not be started: {detail}.',
    todo: 'Install git, and see that it is on the bot’s PATH.',
  },
  doctor_repo: well('{repo}: the base {name} can be read from {detail}.'),
  doctor_repo_missing: {
    what: '{repo}: there is no git repository at its `path` ({detail}).',
    todo: 'Clone it there, or correct `path` in metawsm.yml.',
  },
  doctor_repo_unreadable: {
    what: '{repo}: git cannot read {name}: {detail}.',
    todo: 'As the bot’s user try `git ls-remote {name}`. It must work without a question: give that user an ssh key without a passphrase, an agent, or a credential helper.',
  },
  doctor_repo_way: {
    what: '{repo}: git does not go to {name}, because it would start the program `git-remote-{detail}`.',
    todo: 'Use an address by https or ssh. Where you trust that program, allow it as the bot’s user: `git config --global protocol.{detail}.allow always`.',
  },
  doctor_repo_unfit: {
    what: '{repo}: {detail}.',
    todo: 'Make a first commit, or name another repository; repositories with SHA-256 ids are not supported.',
  },
  doctor_base_missing: {
    what: '{repo} has no branch {name}.',
    todo: 'Correct `base` in metawsm.yml, or push that branch.',
  },
  doctor_push: well('{repo}: a push is let in. Rules of single branches show only at a real one.'),
  doctor_push_refused: {
    what: '{repo}: git may read, but not push to {name}: {detail}.',
    todo: 'Give the bot’s user the right to write there (GitHub: a deploy key with write access), or no merge gets through.',
  },
  doctor_base_free: well('{repo}: the local base {name} can be moved by a merge.'),
  doctor_base_dirty: {
    what: '{repo}: the base {name} is checked out at {detail} with changes, so a merge is refused.',
    todo: 'Commit or stash them there, or check out another branch.',
  },
  doctor_base_closed: {
    what: '{repo}: this user may not write to {name}, so a merge is refused.',
    todo: 'Give the bot’s user the right to write there.',
  },
  doctor_copy_missing: {
    what: '{repo}: the `copy` file {name} is missing or leads out of its folder.',
    todo: 'Put it at {detail}.',
  },
  doctor_check_missing: {
    what: '{repo}: `{name}` cannot run: {detail} is not on the PATH that setup and checks get.',
    todo: 'Install it, or add its folder to the PATH of the bot.',
  },
  doctor_check_wrapped: {
    what: '{repo}: whether the programs of its checks are there cannot be seen from outside of `wrap`.',
    todo: 'Try one run; a check whose program is missing says so.',
  },
  doctor_tickets: well('Ticket documents go to {name} in {repo}.'),
} as const satisfies Record<string, ErrorText>;
