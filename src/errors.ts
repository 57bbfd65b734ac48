/**
 * The catalogue of refusals and failures: each code says what happened and what to do, in words for the person
 * concerned. `{…}` is filled from `Fill`; texts go through redaction and escaping like everything else.
 */
import { DOCTOR } from './errors/doctor.js';

export interface ErrorText {
  /** One short sentence. */
  what: string;
  /** What to do next. */
  todo: string;
}

export const ERRORS = {
  // rights
  not_allowed: {
    what: 'You do not have the right to do that.',
    todo: 'Ask an admin of metawsm to add you to `access` in metawsm.yml and to start it again. Guests, and people of other organisations, cannot be added.',
  },
  four_eyes: {
    what: 'The person who started a run may not merge it here (`fourEyes`).',
    todo: 'Ask somebody else with the right to merge.',
  },
  new_command: {
    what: 'The brief holds a new command, so starting needs the right to merge.',
    todo: 'Ask somebody with that right to press `Start run`, or use a configured check.',
  },
  cannot_answer: {
    what: 'That person may not answer here.',
    todo: 'Choose somebody with the right to answer (`access.answer` in metawsm.yml).',
  },
  person_unknown: {
    what: 'Slack could not tell me who that person is.',
    todo: 'Nothing was changed; try again.',
  },
  rights_unknown: {
    what: 'Slack could not tell me who you are.',
    todo: 'Could not check your rights, try again.',
  },
  // commands
  unknown_run: { what: 'There is no run {name}.', todo: 'See `/metawsm list` for the runs there are.' },
  unknown_repository: { what: 'There is no repository {name}.', todo: 'Configured: {known}.' },
  unknown_agent: { what: 'There is no agent {name}.', todo: 'Configured: {known}.' },
  not_member: {
    what: 'I am not a member of this channel, so I could not post the run here.',
    todo: 'Type `/invite @metawsm`, then the command again.',
  },
  group_dm: {
    what: 'Runs do not work in group messages.',
    todo: 'Use a channel, or a direct message with me.',
  },
  // the interviewer
  interview_timeout: {
    what: 'It took longer than {detail}.',
    todo: 'Give it more time with `intake.timeout` in metawsm.yml, or less to read.',
  },
  interview_failed: {
    what: 'Its program failed ({detail}).',
    todo: 'The log of the bot has the details.',
  },
  interview_not_found: {
    what: 'Its program could not be started: {detail}.',
    todo: 'Check `interviewCommand` and `command` of the agent in metawsm.yml.',
  },
  interview_unfit: {
    what: 'I could not use its answer: {detail}.',
    todo: 'The form of an answer stands in `docs/intake.md`.',
  },
  interview_too_much: {
    what: 'It printed more than {detail}.',
    todo: 'It shall print its answer and little else; the form stands in `docs/intake.md`.',
  },
  interview_no_folder: {
    what: 'I could not lay out the repositories for it ({detail}).',
    todo: 'Look at the free space of the folder METAWSM_HOME; the log of the bot has the details.',
  },
  interview_broken: {
    what: 'Something went wrong inside metawsm.',
    todo: 'The log of the bot has the details; tell an admin.',
  },
  // repositories
  repository_missing: {
    what: 'The repository {repo} was not found.',
    todo: 'Check its name and its `path` in metawsm.yml; what is changed there counts once metawsm is started again.',
  },
  repository_empty: {
    what: 'The repository {repo} has no commits.',
    todo: 'Make a first commit, then start again.',
  },
  base_missing: {
    what: 'The repository {repo} has no branch {detail}.',
    todo: 'Choose another one with `--base`, then start again.',
  },
  repository_unreachable: {
    what: 'The repository {repo} could not be read.',
    todo: 'Check its address in metawsm.yml (what is changed there counts once metawsm is started again), or the remote of its clone, and the network; then try again.',
  },
  credentials_missing: {
    what: 'The remote of {repo} needs credentials, and git has none or the wrong ones.',
    todo: 'Give the bot’s user a git credential helper or an ssh key for it, then try again.',
  },
  host_unknown: {
    what: 'The ssh host of {repo} is not known to the bot’s user.',
    todo: 'Check its key and add it to `known_hosts` of that user, then try again.',
  },
  remote_way: {
    what: 'The remote of {repo} goes by a program of its own, which I do not start.',
    todo: 'Give the clone an address by https or ssh. Where you trust that program, allow it to the bot’s user: `docs/operating.md`, “Credentials for git”.',
  },
  object_format: {
    what: 'The repository {repo} names its objects by SHA-256, which metawsm cannot work with.',
    todo: 'Use a repository with SHA-1 names, which is git’s default.',
  },
  copy_missing: {
    what: 'The repository {repo} needs a file under `copy` that is not there.',
    todo: 'Put it at {detail}, then press `Restart`.',
  },
  branch_exists: {
    what: 'The repository {repo} already has the branch of this run.',
    todo: 'Delete the branch {detail} there, then press `Restart`.',
  },
  setup_failed: { what: 'A setup command of {repo} failed.', todo: 'Mend it, then press `Restart`.' },
  preparation_failed: {
    what: 'The workspace could not be prepared.',
    todo: 'See the words of git below, mend the cause, then press `Restart`.',
  },
  // agents
  agent_not_found: {
    what: 'The agent’s program could not be started.',
    todo: 'Check `command` of the agent in metawsm.yml; after a change there start metawsm again. Then press `Restart`.',
  },
  workspace_missing: {
    what: 'The workspace of this run is gone, or a part of it.',
    todo: 'Start a new run. The commits are still on the branch of this one, in `repos` of the home; `Discard` removes that too.',
  },
  agent_died: {
    what: 'The agent ended with an error.',
    todo: 'Look at the end of its log, then press `Restart`.',
  },
  agent_vanished: {
    what: 'The agent’s process is gone and left no exit code.',
    todo: 'Press `Restart` to start it anew in the same workspace.',
  },
  agent_start_time: {
    what: 'The agent did not start within `limits.startTime`.',
    todo: 'Look at the end of its log. Where npx fetched its program, install that first (docs/agents.md), or give it more time. Then press `Restart`.',
  },
  agent_run_time: {
    what: 'The agent has worked for as long as `limits.runTime` allows and was ended.',
    todo: 'Press `Restart` to let it go on, or `Request changes` to send it on with feedback.',
  },
  agent_unreachable: {
    what: 'The agent could not reach its model.',
    todo: 'Look at its network, its address and whether the provider has a disturbance, then press `Restart`.',
  },
  agent_login: {
    what: 'The agent is not logged in, or its key is not accepted.',
    todo: 'Log in as the user that runs metawsm, then press `Restart`. Or put its key into .env and start metawsm again; without `preset` its name belongs in `env` of the agent, too. docs/agents.md has both for each agent.',
  },
  agent_refused: {
    what: 'The agent gave up its turn.',
    todo: 'Look at the end of its log; `Restart` begins anew, `Request changes` sends it on with other words.',
  },
  agent_protocol: {
    what: 'The agent’s program did not answer as the Agent Client Protocol, version 1, wants it: {detail}.',
    todo: 'Check `command` and `preset` of the agent in metawsm.yml, and the version of the program; after a change there start metawsm again. Then press `Restart`.',
  },
  agent_output: {
    what: 'The agent wrote more than can be kept and was ended.',
    todo: 'Look at the end of its log, mend what makes it so talkative, then press `Restart`.',
  },
  cleanup_unmerged: {
    what: 'The workspace holds work of {repo} that is not merged: {detail}.',
    todo: 'Nothing was removed. To lose that work, type `/metawsm cleanup RUN --discard RUN` with the run’s id.',
  },
  cleanup_dirty: {
    what: 'The worktree of {repo} has changes that are not committed: {detail}.',
    todo: 'Nothing was removed. To lose them, type `/metawsm cleanup RUN --discard RUN` with the run’s id.',
  },
  cleanup_failed: {
    what: 'The workspace could not be removed.',
    todo: 'Nothing is lost. See the words below, mend the cause, then try again.',
  },
  // checks
  checks_failed: {
    what: 'The checks failed for good.',
    todo: 'Press `Request changes` to send the agent on, or `Restart`.',
  },
  checks_unable: { what: 'The checks could not be run.', todo: 'Mend the cause, then press `Restart`.' },
  // gates, in the order of the contract
  gate_not_ready: { what: 'The run is not merge-ready.', todo: 'Its card says what comes next.' },
  gate_guidance: { what: 'The agent still waits for an answer.', todo: 'Answer the open question first.' },
  gate_dirty: {
    what: 'The worktree of {repo} has changes that are not committed.',
    todo: 'Press `Request changes`, so that the agent commits or removes them.',
  },
  gate_checks: { what: 'The checks did not pass.', todo: 'Press `Request changes`.' },
  gate_moved_head: {
    what: 'The branch of {repo} holds other commits than the checks ran on.',
    todo: 'Press `Request changes`, so that the checks run on what is there now.',
  },
  gate_conflict: {
    what: 'The base of {repo} has moved and the change no longer merges.',
    todo: 'Press `Request changes` and ask the agent to merge the base.',
  },
  gate_rebase: {
    what: 'The commits of {repo} cannot be put on its base one by one: {detail}.',
    todo: 'Press `Request changes` and ask the agent to rebase its branch onto the base, without merge commits.',
  },
  gate_fast_forward: {
    what: 'The base of {repo} has moved, so it cannot be moved forward to the change.',
    todo: 'Press `Request changes` and ask the agent to rebase onto the base, or to merge it.',
  },
  gate_merged_checks: {
    what: 'The base of {repo} has moved, and the checks fail on the merged result.',
    todo: 'Press `Request changes` and ask the agent to merge the base and mend it.',
  },
  gate_forbidden: {
    what: 'The change of {repo} holds files that must not be merged: {detail}.',
    todo: 'Press `Request changes`, so that the agent removes them from the branch.',
  },
  base_dirty: {
    what: 'The base of {repo} is checked out in a tree that is not clean.',
    todo: 'Commit or stash there, then merge again.',
  },
  base_checked_out: {
    what: 'The base of {repo} has been checked out meanwhile, which the dialog could not say: {detail}.',
    todo: 'Merge again to move that working tree forward as well, or check out another branch there first.',
  },
  push_refused: {
    what: 'The remote of {repo} refused the push.',
    todo: 'Mend the cause there, then merge again.',
  },
  base_moved: {
    what: 'The base of {repo} moved while it was merged.',
    todo: 'Merge again: the checks then run on what the base holds now.',
  },
  merge_failed: {
    what: 'The merge of {repo} failed.',
    todo: 'Mend the cause, then merge again.',
  },
  ticket_failed: {
    what: 'The merge stands, but the ticket’s documents could not be written.',
    todo: 'Mend the cause, then press `Retry` on the summary; nothing is merged twice.',
  },
  ticket_ambiguous: {
    what: 'The merge stands, but more than one folder claims the ticket, so nothing was written to any of them.',
    todo: 'Keep one, or give the others their own `Ticket` in the frontmatter, then press `Retry` on the summary; nothing is merged twice.',
  },
  ticket_unreadable: {
    what: 'The merge stands, but a document of the ticket cannot be edited without harm, so nothing was written.',
    todo: 'Mend the file that is named, then press `Retry` on the summary; nothing is merged twice.',
  },
  ticket_checked_out: {
    what: 'The merge stands, but the base of the ticket’s documents has been checked out meanwhile, which the dialog could not say: {detail}.',
    todo: 'Press `Retry` on the summary to move that working tree forward as well, or check out another branch there first.',
  },
  // Slack
  channel_lost: {
    what: 'Slack no longer takes messages in the run’s channel.',
    todo: 'I go on by direct message.',
  },
  file_refused: {
    what: 'Slack did not take the file ({detail}).',
    todo: 'Try again in a while; the log of the bot names the code.',
  },
  file_scope: {
    what: 'The app may not send files to you ({detail}).',
    todo: 'Ask an admin to install it again from manifest.yml, which asks for files:write and im:write.',
  },
  file_storage: {
    what: 'This Slack workspace has no room for files left ({detail}).',
    todo: 'Delete files there, or ask its admins to, then ask for the file again.',
  },
  file_uploads_off: {
    what: 'This Slack workspace does not take such files ({detail}).',
    todo: 'Ask its admins to allow them, then ask for the file again.',
  },
  file_unreadable: {
    what: 'I could not read the {detail} of this run.',
    todo: 'The log of the bot has the details; tell an admin.',
  },
  dm_refused: {
    what: 'Slack did not open a direct message with you ({detail}).',
    todo: 'Write to me there once, then ask for the file again.',
  },
  // health
  health_database: {
    what: 'The database cannot be written: {detail}.',
    todo: 'Look at the free space and the rights of the folder METAWSM_HOME; until then nothing is decided.',
  },
  health_slack: {
    what: 'There is no connection on which Slack could deliver.',
    todo: 'I keep trying. Look at the network and the tokens, and at the log for what Slack says.',
  },
  post_refused: {
    what: 'Slack refused this message in the run’s channel ({detail}), so you read it here.',
    todo: 'It can be answered here, and `/metawsm status` shows the run.',
  },
  health_refused: {
    what: 'Slack refused messages for good, also by direct message: {detail}.',
    todo: 'Tell the requester to type `/metawsm status` with the run. Check the app’s scopes and the run’s channel; the message is sent again when it changes.',
  },
  health_outbox: {
    what: 'Messages wait to go out: {detail}.',
    todo: 'Nothing is lost. Look at the log for what Slack answers.',
  },
  health_agents: {
    what: 'An agent shall work, but its process is gone: {detail}.',
    todo: 'Press `Stop`, then `Restart` on the card of that run.',
  },
  health_unknown: {
    what: 'This could not be found out: {detail}.',
    todo: 'Look at the log; the bot goes on meanwhile.',
  },
  // starting
  already_running: {
    what: 'Another metawsm is running and holds {detail}.',
    todo: 'Stop it first, or give this one its own METAWSM_HOME and DATABASE_URL.',
  },
  ...DOCTOR,
  // the database
  run_unreadable: {
    what: 'What metawsm has stored of this run cannot be read.',
    todo: 'Nothing was changed, and all other runs go on. Whoever runs metawsm can bring it back from a backup (docs/operating.md, "A run that cannot be read"); or start a new run of the ticket.',
  },
  health_runs: {
    what: 'What is stored of these runs cannot be read: {detail}.',
    todo: 'They are left alone, all others go on. See "A run that cannot be read" in docs/operating.md.',
  },
  // defects
  internal: {
    what: 'Something went wrong inside metawsm ({detail}).',
    todo: 'The log has the details. Press `Restart`, or `Retry` where it stands instead, to try again.',
  },
} as const satisfies Record<string, ErrorText>;

export { DOCTOR_SUBJECTS } from './errors/doctor.js';

export type ErrorCode = keyof typeof ERRORS;

export type Fill = Partial<Record<'repo' | 'name' | 'detail' | 'known', string>>;

/** The two sentences of a code with its places filled; an unknown code speaks as `internal`. */
export function explain(code: string, fill: Fill = {}): ErrorText {
  const known = Object.hasOwn(ERRORS, code);
  const entry: ErrorText = known ? ERRORS[code as ErrorCode] : ERRORS.internal;
  const put = (text: string) =>
    text.replace(/\{(repo|name|detail|known)\}/g, (_, key: keyof Fill) => fill[key] ?? (known ? '' : code));
  return { what: put(entry.what), todo: put(entry.todo) };
}
