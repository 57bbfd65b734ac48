/** The shape of metawsm.yml. What the parts mean together is judged in `references`. */
import * as z from 'zod';
import { FORBIDDEN_BY_DEFAULT } from '../run/forbidden.js';
import * as field from './fields.js';
import { PRESET_NAMES } from './presets.js';

const atLeastOne = (what: string) => ({ error: `is empty\nname at least one ${what}` });

const repo = z
  .strictObject({
    name: field.name.describe('What people type after --repos; also the name of its folder in a workspace.'),
    path: field.line
      .optional()
      .describe(
        'A local clone. A relative path counts from this file. Your clone is only read, unless it has no remote: then its branches take the merges. Either path or url.',
      ),
    url: field.address
      .optional()
      .describe(
        'The address of a repository: https, ssh, git@host:path, or file. Without credentials: a git credential helper or an ssh key of the bot’s user holds them. Either path or url.',
      ),
    base: field.branch
      .optional()
      .describe('The branch that runs begin from and merge into. Default: the default branch of the source.'),
    setup: z
      .array(field.command)
      .default([])
      .describe(
        'Commands run once in a fresh worktree, without a shell. A program with a slash counts from the worktree.',
      ),
    warm: z
      .boolean()
      .default(false)
      .describe(
        'Setup may run in the pool, before a run is there and without its variables. Promises that setup writes no absolute path of the worktree.',
      ),
    copy: z
      .array(field.innerPath)
      .default([])
      .describe(
        'Files that git does not know, such as .env, copied into each worktree from the clone, or with url from files/<name> in the home.',
      ),
    checks: z
      .array(field.command)
      .default([])
      .describe(
        'Commands that must pass before a merge, run in the worktree, without a shell. A program with a slash counts from the worktree.',
      ),
    env: z
      .array(field.handedVariable)
      .default([])
      .describe('Names of variables of the bot’s environment that setup and checks get.'),
    merge: z
      .enum(['direct'])
      .default('direct')
      .describe('How a run ends: direct merges into the base and pushes it.'),
    mergeMethod: z
      .enum(['merge', 'squash', 'rebase', 'fast-forward'])
      .default('merge')
      .describe(
        'How the base takes the commits: merge makes a merge commit, squash makes one commit of all, rebase commits each anew on the base, fast-forward takes them as they are and is refused once the base has moved.',
      ),
  })
  // whether there is exactly one is judged in `references`; this is for editors
  .meta({ oneOf: [{ required: ['path'] }, { required: ['url'] }] });

const rules = z.array(field.rule).default([]);

const permissions = z.strictObject({
  allow: rules.describe('What the agent may do without being asked about.'),
  ask: rules.describe(
    'What a person decides. A rule with a pattern counts before one without, then ask before allow.',
  ),
  deny: rules.describe('What is refused at once, whatever else is said.'),
});

// Which keys belong together is judged in `references`.
const agent = z.strictObject({
  name: field.name.describe('What people type after --agent.'),
  preset: z
    .enum(PRESET_NAMES)
    .optional()
    .describe('One of the agents that metawsm knows; nothing else needs to be written then.'),
  runner: z
    .enum(['acp', 'command'])
    .optional()
    .describe(
      'How the agent is spoken to: acp by the Agent Client Protocol, command runs any program. Default: acp with a preset, else command.',
    ),
  command: field.argumentVector
    .optional()
    .describe(
      'The program and its arguments. A program with a slash counts from this file, else PATH is searched. Required without a preset; with one its default is what the preset knows.',
    ),
  permissions: permissions
    .optional()
    .describe(
      'Of acp: rules for what the agent wants to do. An entry is a kind of tool (execute) or one with a pattern (execute(npm test*)). Reading and editing in the workspace is always allowed; what no rule names asks a person.',
    ),
  resumeCommand: field.argumentVector
    .optional()
    .describe(
      'Of command: starts the agent after an answer or feedback. Default: command again, with METAWSM_RESUME=1.',
    ),
  interviewCommand: field.argumentVector
    .optional()
    .describe(
      'Starts the agent as interviewer, see intake.interviewer. Default: what the preset knows, or for command the command again, with METAWSM_INTERVIEW=1.',
    ),
  env: z
    .array(field.handedVariable)
    .default([])
    .describe(
      'Names of variables of the bot’s environment that the agent gets, and setup and checks of its runs.',
    ),
  wrap: z
    .array(z.string())
    .default([])
    .describe(
      'A program with arguments that is put in front of agent, setup and checks, such as bubblewrap.',
    ),
});

const people = z.array(field.whoMay).default([]);

const access = z.strictObject({
  start: people.describe('Who may start runs.'),
  answer: people.describe('Who may answer, pause, resume, stop, restart, send back and read logs.'),
  merge: people.describe('Who may merge, close, discard and start a run with a new command.'),
  admins: people.describe('Who may do all of these, and clean up.'),
  fourEyes: z.boolean().default(false).describe('The person who started a run may not merge it.'),
});

const channelDefaults = z.strictObject({
  repos: z
    .array(field.name)
    .min(1, atLeastOne('repository'))
    .optional()
    .describe('Used when --repos is left out.'),
  agent: field.name.optional().describe('Used when --agent is left out.'),
});

const git = z.strictObject({
  name: field.identity.default('metawsm').describe('Author and committer of commits by metawsm and agents.'),
  email: field.identity.default('metawsm@localhost').describe('Their address.'),
});

const guidance = z.strictObject({
  remindAfter: field.duration.default('30m').describe('One reminder in the thread after this time.'),
  escalateAfter: field.duration.default('2h').describe('One escalation in the thread after this time.'),
  escalateTo: field.somebody.optional().describe('The user or user group that an escalation names.'),
});

const count = z.int();

const checks = z.strictObject({
  attempts: count
    .min(0)
    .max(20)
    .default(2)
    .describe('How often failed checks go back to the agent before the run fails.'),
  timeout: field.duration.default('20m').describe('The longest that one check may take.'),
  forbidden: z
    .array(field.line)
    .default([...FORBIDDEN_BY_DEFAULT])
    .describe(
      'Files that must not be merged. Without / a file name, with / a path; * ? ** and ! (allow again) work.',
    ),
});

const limits = z.strictObject({
  agents: count
    .min(1)
    .max(1000)
    .default(4)
    .describe('Runs that may prepare, work or be checked at the same time.'),
  startTime: field.duration
    .optional()
    .describe(
      'An agent that has not started by then has failed. Default: 60s, or 5m with a preset that npx may have to fetch.',
    ),
  silence: field.duration.default('30m').describe('An agent without a sign of life for so long is reported.'),
  runTime: field.duration.default('8h').describe('The longest that an agent may work.'),
  disk: field.size.default('20GB').describe('New runs queue when the workspaces take so much.'),
});

const pool = z.strictObject({
  size: count
    .min(0)
    .max(100)
    .default(1)
    .describe('Worktrees kept ready for each repository that runs use. 0 turns the pool off.'),
  fetch: field.duration
    .default('10m')
    .describe('How often the sources of these repositories are asked for news, on average.'),
});

const events = z.strictObject({
  keep: field.kept
    .default('forever')
    .describe('How long the events of a closed run are kept: days, such as 365d, or forever.'),
});

const tickets = z.strictObject({
  repo: field.name.describe('The repository that holds the ticket documents.'),
  root: field.innerPath
    .default('ttmp')
    .describe('Their folder in it. With ttmp, `root:` of the repository’s .ttmp.yaml counts.'),
});

const intake = z.strictObject({
  interviewer: field.name
    .optional()
    .describe('The agent that reads ticket and repositories and proposes further questions. Default: none.'),
  timeout: field.duration.default('2m').describe('The longest that one round of the interviewer may take.'),
});

export const configurationSchema = z.strictObject({
  repos: z.array(repo).min(1, atLeastOne('repository')).describe('The repositories that runs work on.'),
  agents: z.array(agent).min(1, atLeastOne('agent')).describe('The programs that do the work.'),
  defaultAgent: field.name.optional().describe('Used when nobody names one. Not needed with a single agent.'),
  access: access.describe(
    'Who may do what: users U…, user groups S…, or everyone (full members). Nobody by default.',
  ),
  channels: z.record(field.channel, channelDefaults).default({}).describe('Defaults by channel id.'),
  intake: intake.prefault({}).describe('How a brief is asked for.'),
  git: git.prefault({}).describe('The identity of commits.'),
  guidance: guidance.prefault({}).describe('When people are reminded of a question that waits.'),
  checks: checks.prefault({}).describe('How checks run.'),
  limits: limits.prefault({}).describe('Places, times and disk.'),
  pool: pool.prefault({}).describe('Worktrees that are made before a run wants them.'),
  events: events.prefault({}).describe('The record of who did what, see npm run events.'),
  tickets: tickets.optional().describe('Where ticket documents live. Default: a folder of the bot’s own.'),
  redact: z
    .array(field.variable)
    .default([])
    .describe('Further names of variables and entries whose values are never shown.'),
});

/** metawsm.yml as it is written, with defaults filled in. */
export type WrittenConfiguration = z.output<typeof configurationSchema>;

/** The JSON Schema of metawsm.yml, for editors. */
export function configurationJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' });
  return { ...schema, title: 'metawsm.yml', description: 'The configuration of metawsm.' };
}
