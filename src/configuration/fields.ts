/** The kinds of values in metawsm.yml. Messages are `what`, a line break, and the remedy. */
import * as z from 'zod';
import { parseCommand } from '../run/command-line.js';
import { parseRule } from '../run/permissions.js';
import { addressFault } from './address.js';
import { DAYS, DURATION, durationMs, SIZE, sizeBytes } from './measures.js';
import { isKeptFromPrograms } from './program-environment.js';

const say = (what: string, remedy: string) => ({ error: `${what}\n${remedy}` });

/** Text that fits into an argument, a path, or a line. */
export const line = z
  .string()
  .min(1, say('is empty', 'write a value, or remove the line'))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/u, say('holds a control character', 'remove it'));

/** Names of repositories and agents: they become folders, arguments and labels. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/u,
    say(
      'is no usable name',
      'use at most 64 ASCII letters, digits, `.`, `_` and `-`, beginning with a letter, digit or `_`',
    ),
  );

/** Says the same of a bare number as of any other text that is no measure. */
const orNumber = (message: { error: string }) =>
  z.string({ error: (issue) => (typeof issue.input === 'number' ? message.error : undefined) });

const noDuration = say('is no duration', 'write a number with a unit, such as `90s`, `30m`, `2h` or `7d`');
const noTerm = say('is no number of days', 'write days, such as `365d`, or `forever`');
const noSize = say('is no size', 'write a number with a unit, such as `500MB` or `20GB`');

export const duration = orNumber(noDuration)
  .regex(DURATION, noDuration)
  .refine(
    (text) => !DURATION.test(text) || durationMs(text) !== undefined,
    say('is out of range', 'write more than nothing and at most `24d`'),
  );

/** How long something is kept. */
export const kept = orNumber(noTerm).refine((text) => text === 'forever' || DAYS.test(text), noTerm);

export const size = orNumber(noSize)
  .regex(SIZE, noSize)
  .refine(
    (text) => !SIZE.test(text) || sizeBytes(text) !== undefined,
    say('is out of range', 'write another one'),
  );

/** A command in one line, started without a shell. */
export const command = z.string().superRefine((text, context) => {
  const parsed = parseCommand(text);
  if (!parsed.ok)
    context.addIssue({
      code: 'custom',
      message: `cannot be started as a command: ${parsed.reason}\nname one program with its arguments`,
    });
});

/** A command as a list of its words. */
export const argumentVector = z
  .array(z.string().refine((word) => !word.includes('\0'), say('holds a NUL character', 'remove it')))
  .min(1, say('is empty', 'write the program and its arguments, such as `[./agent.sh, --fast]`'))
  .refine(
    (words) => words[0] !== '',
    say('names no program', 'write the program first, such as `[./agent.sh, --fast]`'),
  );

/** An entry of `permissions`. */
export const rule = line.superRefine((text, context) => {
  const read = text === '' ? undefined : parseRule(text);
  if (!read || !('fault' in read)) return;
  const [what, ...remedy] = read.fault.split('; ');
  const example = 'write a kind of tool, or one with a pattern, such as `execute(npm test*)`';
  context.addIssue({ code: 'custom', message: `${what}\n${remedy.join('; ') || example}` });
});

export const variable = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/u,
    say(
      'is no name of a variable',
      'write the name alone, such as `NPM_TOKEN`; its value stands in the environment',
    ),
  );

/** A variable that is handed to agents, setup and checks. */
export const handedVariable = variable.refine(
  (text) => !isKeptFromPrograms(text),
  say('is never handed to programs', 'remove it; they can neither speak as the bot nor open its database'),
);

/** A path inside a repository. */
export const innerPath = line.refine(
  isInner,
  say(
    'must stay inside the repository',
    'write it relative to its top folder, without `..`, not below `.git`',
  ),
);

function isInner(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const isOurs = /^\.(?:git|metawsm)$/iu.test(parts[0] ?? '.git');
  return !/^[/\\~]|^[A-Za-z]:/u.test(path) && !isOurs && !parts.includes('..');
}

/** An address that git fetches from and pushes to. */
export const address = line.superRefine((text, context) => {
  const fault = text === '' ? undefined : addressFault(text);
  if (fault) context.addIssue({ code: 'custom', message: `${fault.what}\n${fault.remedy}` });
});

/** The rules of `git check-ref-format` that matter for a branch. */
export const branch = line.refine(
  (text) => !/[\s~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\.lock(?:\/|$)|\/\./u.test(text) && text !== '@',
  say('is no name of a branch', 'write the branch as git names it, such as `main`'),
);

const USER = '[UW][A-Z0-9]{2,30}';
const GROUP = 'S[A-Z0-9]{2,30}';
const howToFindIds =
  'write an id: of a person `U…` (their profile, ⋮, Copy member ID), of a user group `S…` (its page, ⋮, Copy group ID)';

export const whoMay = z
  .string()
  .regex(
    new RegExp(`^(?:${USER}|${GROUP}|everyone)$`, 'u'),
    say('is neither a user, a user group nor `everyone`', howToFindIds),
  );

export const somebody = z
  .string()
  .regex(new RegExp(`^(?:${USER}|${GROUP})$`, 'u'), say('is neither a user nor a user group', howToFindIds));

export const channel = z
  .string()
  .regex(
    /^[CDG][A-Z0-9]{2,30}$/u,
    say('is no id of a channel', 'write its id `C…`: it stands at the end of the channel’s details in Slack'),
  );

/** A name or an address of git's identity. */
export const identity = line.regex(/^[^<>]+$/u, say('holds `<` or `>`', 'write the bare name or address'));
