/** What the composer offers while somebody types: commands, their verbs, people, channels. */

export interface Choice {
  /** What is put in, without the sign in front. */
  value: string;
  title: string;
  /** What stands after it, as in `bootstrap TICKET`. */
  usage?: string;
  detail: string;
  /** A person's id, for the picture. */
  userId?: string;
}

export interface Offers {
  commands: OfferedCommand[];
  people: Choice[];
  channels: Choice[];
}

export interface OfferedCommand {
  /** With the slash. */
  command: string;
  description: string;
  usageHint: string;
  /** What may stand after the command. */
  verbs?: { verb: string; usage: string; description: string }[];
}

export type CompletionKind = 'command' | 'verb' | 'person' | 'channel';

export interface Completion {
  kind: CompletionKind;
  /** The part of the text that a choice takes the place of. */
  from: number;
  to: number;
  choices: Choice[];
}

const MOST = 8;

/** What is offered at the caret; undefined for nothing. */
export function completionAt(text: string, caret: number, offers: Offers): Completion | undefined {
  const before = text.slice(0, caret);
  const found = commandAt(before, offers) ?? verbAt(before, offers) ?? nameAt(before, offers);
  return found && found.choices.length > 0 ? found : undefined;
}

function commandAt(before: string, { commands }: Offers): Completion | undefined {
  if (!/^\/\S*$/.test(before)) return undefined;
  const choices = commands
    .filter(({ command }) => command.startsWith(before.toLowerCase()))
    .map(({ command, description, usageHint }) => ({
      value: command,
      title: command,
      usage: usageHint,
      detail: description,
    }));
  return { kind: 'command', from: 0, to: before.length, choices };
}

function verbAt(before: string, { commands }: Offers): Completion | undefined {
  const [, name, word] = /^(\/\S+)\s+(\S*)$/.exec(before) ?? [];
  const verbs = commands.find(({ command }) => command === name)?.verbs;
  if (verbs === undefined || word === undefined) return undefined;
  const choices = verbs
    .filter(({ verb }) => verb.startsWith(word.toLowerCase()))
    .map(({ verb, usage, description }) => ({
      value: verb,
      title: verb,
      usage: usage.replace(verb, '').trim(),
      detail: description,
    }));
  return { kind: 'verb', from: before.length - word.length, to: before.length, choices };
}

function nameAt(before: string, { people, channels }: Offers): Completion | undefined {
  const [, sign, word] = /(?:^|[\s(])([@#])([\w.-]*)$/.exec(before) ?? [];
  if (sign === undefined || word === undefined) return undefined;
  const wanted = word.toLowerCase();
  const choices = (sign === '@' ? people : channels)
    .filter(
      ({ value, title }) =>
        value.toLowerCase().startsWith(wanted) ||
        title
          .toLowerCase()
          .split(' ')
          .some((part) => part.startsWith(wanted)),
    )
    .slice(0, MOST);
  const kind = sign === '@' ? 'person' : 'channel';
  return { kind, from: before.length - word.length, to: before.length, choices };
}

/** The text with the choice in it, and where the caret stands then. */
export function withChoice(
  text: string,
  { from, to }: Pick<Completion, 'from' | 'to'>,
  choice: Choice,
): { text: string; caret: number } {
  const rest = text.slice(to).replace(/^ /, '');
  const head = `${text.slice(0, from)}${choice.value} `;
  return { text: head + rest, caret: head.length };
}

/** True where the text has the choice already, so that Enter sends. */
export function isTyped(text: string, { from, to }: Completion, choice: Choice): boolean {
  return text.slice(from, to).toLowerCase() === choice.value.toLowerCase();
}

/** The line that Slack shows above the composer once a command and a space are typed. */
export function usageOf(
  text: string,
  commands: OfferedCommand[],
): { command: string; usage: string } | undefined {
  const [, name, word = ''] = /^(\/\S+)\s+(\S*)/.exec(text) ?? [];
  const known = commands.find(({ command }) => command === name);
  if (known === undefined) return undefined;
  const usage = known.verbs?.find(({ verb }) => verb === word)?.usage ?? known.usageHint;
  return { command: known.command, usage };
}

/** A line that Slack takes as a command. `//` is talk. */
export const isCommandLine = (line: string): boolean => /^\/[^\s/]/.test(line);
