/** Usage, summary and examples of every command. A command without them does not compile. */
import { code, join, type Mrkdwn, say } from '../escape.js';

export interface Help {
  /** What to type, the ways there are. */
  usage: readonly string[];
  /** One short sentence. */
  summary: string;
  /** What the flags mean. */
  flags?: Readonly<Record<string, string>>;
  examples: readonly string[];
}

const RUN =
  'RUN is a run id or a ticket; in the run’s thread leave it out and type @metawsm instead of /metawsm.';

export const HELP = {
  bootstrap: {
    usage: [
      '/metawsm bootstrap TICKET --repos a,b',
      '/metawsm bootstrap owner/repo#12 --repos a,b',
      '/metawsm bootstrap',
    ],
    summary:
      'Starts the intake of a ticket or of a GitHub issue; with nothing after it, opens a form. Nothing is made before somebody presses Start run.',
    flags: {
      '--repos a,b': 'the repositories; needed unless the channel has a default',
      '--base BRANCH': 'where the work begins, for all repositories; --base web=develop for one of them',
      '--agent NAME': 'the agent that works',
      '--goal "…"': 'what shall be different afterwards',
      '--scope "…"': 'folders, files or parts that may be changed',
      '--done "…"': 'how to check that it is done, commands in backticks; may be repeated',
      '--constraints "…"': 'what must not be done',
      '--merge "…"': 'a wish for people and the agent to read; mergeMethod in metawsm.yml decides',
      '--dry-run': 'shows brief, checks, bases and what is missing; stores nothing',
    },
    examples: [
      '/metawsm bootstrap ABC-12 --repos api,web',
      '/metawsm bootstrap ABC-12 --repos api --goal "Log in with a passkey" --done "npm test passes"',
      '/metawsm bootstrap acme/api#12 --repos api',
      '/metawsm bootstrap ABC-12 --repos api --base develop --dry-run',
    ],
  },
  guide: {
    usage: ['/metawsm guide RUN answer…', '@metawsm guide answer…'],
    summary: 'Answers the oldest open question of a run or of its agent.',
    examples: ['/metawsm guide ABC-12 Use the existing table'],
  },
  status: {
    usage: ['/metawsm status', '/metawsm status RUN', '@metawsm status'],
    summary: 'Shows what waits for you and what is active, or where one run is.',
    examples: ['/metawsm status', '/metawsm status ABC-12'],
  },
  list: {
    usage: ['/metawsm list [--all] [--ticket T] [--page N]'],
    summary: 'Lists active runs, newest first; with --all also those that are over.',
    flags: {
      '--all': 'closed, failed and stopped runs too',
      '--ticket T': 'only runs of this ticket',
      '--page N': 'older runs',
    },
    examples: ['/metawsm list --all', '/metawsm list --ticket ABC-12'],
  },
  tell: {
    usage: ['/metawsm tell RUN text…', '@metawsm tell text…'],
    summary: 'Leaves a note for the working agent; it gets it at its next turn, or at once where it can.',
    examples: ['/metawsm tell ABC-12 The table is called users, not people'],
  },
  pause: {
    usage: ['/metawsm pause RUN', '@metawsm pause'],
    summary: 'Nothing new starts; the run rests when its agent asks or ends. Answers are kept.',
    examples: ['/metawsm pause ABC-12'],
  },
  resume: {
    usage: ['/metawsm resume RUN', '@metawsm resume'],
    summary: 'Lets a paused or stopped run go on where it was.',
    examples: ['/metawsm resume ABC-12'],
  },
  stop: {
    usage: ['/metawsm stop RUN', '@metawsm stop'],
    summary: 'Ends the agent and keeps the workspace.',
    examples: ['/metawsm stop ABC-12'],
  },
  restart: {
    usage: ['/metawsm restart RUN', '@metawsm restart'],
    summary: 'Starts the agent anew in the same workspace, after a stop or a failure.',
    examples: ['/metawsm restart ABC-12'],
  },
  iterate: {
    usage: ['/metawsm iterate RUN feedback…', '@metawsm iterate feedback…'],
    summary: 'Sends the agent on with your feedback; the checks run again.',
    examples: ['/metawsm iterate ABC-12 The button is too small on phones'],
  },
  log: {
    usage: ['/metawsm log RUN', '@metawsm log'],
    summary: 'Sends you the end of the agent’s log as a file in our direct messages.',
    examples: ['/metawsm log ABC-12'],
  },
  merge: {
    usage: ['/metawsm merge RUN [--dry-run]', '@metawsm merge [--dry-run]'],
    summary: 'Checks every gate again, merges every repository and closes the ticket.',
    flags: { '--dry-run': 'shows each gate and what would happen, and changes nothing' },
    examples: ['/metawsm merge ABC-12', '/metawsm merge ABC-12 --dry-run'],
  },
  close: {
    usage: ['/metawsm close RUN [--dry-run]', '@metawsm close [--dry-run]'],
    summary: 'The same as merge.',
    flags: { '--dry-run': 'shows each gate and what would happen, and changes nothing' },
    examples: ['/metawsm close ABC-12'],
  },
  cleanup: {
    usage: ['/metawsm cleanup RUN [--keep-workspace] [--discard RUN]'],
    summary:
      'Ends the processes of a run that is over and removes its workspace; for admins. Refuses to lose work.',
    flags: {
      '--keep-workspace': 'only ends the processes and closes the run',
      '--discard RUN': 'loses what is not merged or committed, too; type the run’s id once more',
    },
    examples: ['/metawsm cleanup abc-12-k3f9q2', '/metawsm cleanup abc-12-k3f9q2 --discard abc-12-k3f9q2'],
  },
  doctor: {
    usage: ['/metawsm doctor', '@metawsm doctor'],
    summary:
      'Tries the whole set-up and tells what is wrong and what to do; changes nothing. For those who may merge, since it names repositories, people and faults.',
    examples: ['/metawsm doctor'],
  },
  help: {
    usage: ['/metawsm help', '/metawsm help COMMAND'],
    summary: 'Shows what can be typed.',
    examples: ['/metawsm help bootstrap'],
  },
} as const satisfies Record<string, Help>;

export type CommandName = keyof typeof HELP;
export const COMMAND_NAMES = Object.keys(HELP) as CommandName[];

/** All commands on one page. */
export const helpForAll = (): Mrkdwn =>
  join([
    say`*metawsm takes a ticket to a merged change.*`,
    join(COMMAND_NAMES.map((name) => say`• ${code(HELP[name].usage[0])} – ${HELP[name].summary}`)),
    say`${RUN} Replies in a run’s thread answer its open question; a reply that is only \`stop\` stops it; one that begins with \`//\` is left alone.`,
    say`\`/metawsm help COMMAND\` shows examples.`,
  ]);

export function helpFor(name: CommandName): Mrkdwn {
  const help: Help = HELP[name];
  const flags = Object.entries(help.flags ?? {}).map(([flag, what]) => say`• ${code(flag)} – ${what}`);
  const names: readonly string[] = help.usage;
  return join([
    say`*${name}* – ${help.summary}`,
    join(help.usage.map((usage) => code(usage))),
    join(flags),
    say`For example:`,
    join(help.examples.map((example) => code(example))),
    names.some((usage) => usage.includes('RUN')) ? say`${RUN}` : undefined,
  ]);
}

/** Usage of a command in one line, with an example. */
export const usageOf = (name: CommandName): Mrkdwn =>
  say`Type ${code(HELP[name].usage[0])}, for example ${exampleOf(name)}; ${code(`/metawsm help ${name}`)} shows more.`;

export const exampleOf = (name: CommandName): Mrkdwn => code(HELP[name].examples[0]);
