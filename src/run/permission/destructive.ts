/** Commands that may destroy what nobody can bring back: their button asks once more. */
import type { PermissionAsked } from '../permissions.js';
import { commandsOf, programOf, startedBy } from './commands.js';
import type { Part } from './shell.js';

/** True where somebody would want to be asked twice. A hint for people: what it misses is still asked. */
export function isDestructive(asked: Pick<PermissionAsked, 'tool' | 'command'>): boolean {
  if (asked.tool === 'delete') return true;
  return asked.command !== undefined && commandsOf(asked.command).parts.some(destroys);
}

function destroys(part: Part): boolean {
  if (part.redirections.some((one) => one.writes && /^\/dev\/(?!null|std|tty|fd)/u.test(one.target)))
    return true;
  // what comes through a pipe is run unseen
  if (part.after === '|' && /^(?:sh|bash|zsh|dash)$/u.test(programOf(part.words))) return true;
  return [part.words, ...startedBy(part.words)].some(wordsDestroy);
}

function wordsDestroy(words: readonly string[]): boolean {
  const name = (words[0] ?? '').slice((words[0] ?? '').lastIndexOf('/') + 1);
  const rest = words.slice(1);
  const special = Object.hasOwn(BY_PROGRAM, name) ? BY_PROGRAM[name]! : undefined;
  return special?.(rest) || /^mkfs/u.test(name) || hasDestructiveWords(name, rest) || saysSql(name, rest);
}

type Words = readonly string[];
const always = () => true;
const starts =
  (...first: string[]) =>
  (words: Words) =>
    first.every((one, at) => plain(words)[at] === one);
const plain = (words: Words): string[] => words.filter((word) => !word.startsWith('-'));
/** `-rf` and `-r -f` alike, the long name as well. */
const has = (words: Words, short: string, ...long: string[]): boolean =>
  words.some(
    (word) =>
      long.includes(word.split('=')[0]!) ||
      (short !== '' && /^-[A-Za-z]+$/u.test(word) && word.includes(short)),
  );
const isRecursive = (words: Words) => has(words, 'R', '--recursive');

const BY_PROGRAM: Record<string, (words: Words) => boolean> = {
  rm: (words) =>
    has(words, 'r', '--recursive') || isRecursive(words) || words.some((word) => word.includes('*')),
  git: (words) => gitDestroys(words),
  dd: (words) => words.some((word) => word.startsWith('of=')),
  chmod: isRecursive,
  chown: isRecursive,
  chgrp: isRecursive,
  find: (words) => words.includes('-delete'),
  shred: always,
  wipefs: always,
  fdisk: always,
  parted: always,
  truncate: always,
  dropdb: always,
  shutdown: always,
  reboot: always,
  poweroff: always,
  halt: always,
  killall: always,
  pkill: always,
  kill: (words) => words.includes('-1'),
  crontab: (words) => has(words, 'r'),
  kubectl: (words) => /^(?:delete|drain)$/u.test(plain(words)[0] ?? ''),
  helm: (words) => /^(?:uninstall|delete)$/u.test(plain(words)[0] ?? ''),
  terraform: (words) =>
    starts('destroy')(words) || words.some((word) => /^-(?:destroy|auto-approve)/u.test(word)),
  tofu: starts('destroy'),
  pulumi: starts('destroy'),
  docker: (words) =>
    /(?:^| )(?:prune|volume rm|rm|rmi)(?: |$)/u.test(plain(words).slice(0, 3).join(' ')) ||
    isDownWithData(words),
  podman: (words) => /(?:^| )(?:prune|volume rm)(?: |$)/u.test(plain(words).slice(0, 3).join(' ')),
  aws: (words) =>
    words.some((word) => /^(?:delete-|terminate-|rb$)/u.test(word)) ||
    (words.includes('rm') && words.includes('--recursive')),
  gcloud: (words) => words.includes('delete'),
  az: (words) => words.includes('delete'),
  gh: (words) => words.includes('delete'),
  npm: starts('unpublish'),
  'redis-cli': (words) => words.some((word) => /^flush(?:all|db)$/iu.test(word)),
};

const isDownWithData = (words: Words) =>
  words.includes('down') && (words.includes('-v') || words.includes('--volumes'));

function gitDestroys(words: Words): boolean {
  const at = words.findIndex(
    (word, index) => !word.startsWith('-') && !/^-[cC]$/u.test(words[index - 1] ?? ''),
  );
  const [command, ...rest] = words.slice(Math.max(0, at));
  const first = plain(rest)[0];
  if (command === 'push')
    return (
      has(rest, 'f', '--force', '--force-with-lease', '--mirror', '--delete', '-d', '--prune') ||
      rest.some((word) => /^[+:]/u.test(word))
    );
  if (command === 'reset') return rest.includes('--hard');
  if (command === 'clean') return !has(rest, 'n', '--dry-run');
  if (command === 'checkout') return has(rest, 'f', '--force') || rest.includes('--') || first === '.';
  if (command === 'restore' || command === 'filter-branch' || command === 'filter-repo') return true;
  if (command === 'stash') return first === 'drop' || first === 'clear';
  if (command === 'branch') return has(rest, 'D');
  if (command === 'reflog') return first === 'expire';
  return command === 'update-ref' && has(rest, 'd', '--delete');
}

/** Programs that are known by no name of ours, but say plainly what they do. */
const hasDestructiveWords = (name: string, words: Words): boolean =>
  /^(?:rake|rails|php|artisan|prisma|npx|bundle)$/u.test(name) &&
  words.some((word) => /^(?:db:(?:drop|reset)|migrate:(?:reset|fresh)|reset|--force-reset)$/u.test(word));

const SQL = /\b(?:drop\s+(?:table|database|schema|user|role)|truncate\s+(?:table\s+)?\w|delete\s+from)\b/iu;
const CLIENTS =
  /^(?:psql|mysql|mariadb|sqlite3|sqlcmd|clickhouse-client|duckdb|docker|kubectl|echo|printf)$/u;
const MOST_SQL = 2000;

const saysSql = (name: string, words: Words): boolean =>
  CLIENTS.test(name) && words.some((word) => SQL.test(word.slice(0, MOST_SQL)));
