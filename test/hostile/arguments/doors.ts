/** Places of the program that take a word from outside, each asked directly. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { AskMailbox } from '../../../src/ask-mailbox.js';
import { addressFault } from '../../../src/configuration/address.js';
import { branch, innerPath } from '../../../src/configuration/fields.js';
import { parseCommand } from '../../../src/run/command-line.js';
import { isTicket } from '../../../src/run/wish.js';
import { baseOf, tipOf } from '../../../src/shell/base.js';
import { GitError } from '../../../src/shell/git.js';
import { rootPath } from '../../../src/stages/tickets/git-tree.js';
import { TicketFault } from '../../../src/stages/tickets/options.js';
import { type TicketOptions, ticketStage } from '../../../src/stages/tickets/tickets.js';
import { copyIn } from '../../../src/stages/workspace/copy.js';
import { placesOf } from '../../../src/stages/workspace/options.js';
import { Unfit } from '../../../src/stages/workspace/unfit.js';
import { git, makeRepo, write } from '../../fixtures/git-repos.js';
import { closedRun, optionsFor, call as ticketCall } from '../../stages/tickets/closed-run.js';
import { call, repoAt, runOf, stageOver } from '../../stages/workspace/bench.js';
import type { Ground } from './ground.js';

/** Takes the word; answers whether it was refused, or what is wrong. */
export type Door = (word: string) => Promise<'refused' | 'taken' | { fault: string }>;

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export function doorsOf(ground: Ground): Record<string, Door> {
  const { root, home } = ground;
  const api = makeRepo(join(root, 'api'), { 'a.txt': 'a\n' });
  const asked = makeRepo(join(root, 'asked'), { 'a.txt': 'a\n' });
  return {
    'a ticket': async (word) => {
      if (!isTicket(word)) return 'refused';
      return PLAIN.test(word) ? 'taken' : { fault: 'it is taken for a ticket' };
    },
    'a run id': async (word) => {
      try {
        const { workspace } = placesOf(home, word);
        const inner = relative(join(home, 'workspaces'), workspace);
        return inner !== '' && !inner.includes(sep) && inner !== '..'
          ? 'taken'
          : { fault: `it leads to ${workspace}` };
      } catch {
        return 'refused';
      }
    },
    'a base of a wish': async (word) => {
      const stage = stageOver(root, [repoAt('api', api)]);
      const event = await stage['repositories.read'](
        { step: 1 },
        runOf([{ name: 'api', base: word }]),
        call(),
      );
      return event?.type === 'repositories_unusable' ? 'refused' : { fault: JSON.stringify(event) };
    },
    'a configured base': async (word) => {
      if (!branch.safeParse(word).success) return 'refused';
      return isRef(word) ? 'taken' : { fault: 'it is taken for a branch, which git refuses' };
    },
    'an address': async (word) => {
      if (word === '' || addressFault(word) !== undefined) return 'refused';
      return /^(?:https?|ssh|file):\/\/[^-]|^[\w.+-]+(?:@[\w.-]+)?:[^-:]/.test(word)
        ? 'taken'
        : { fault: 'it is taken for an address' };
    },
    'the remote of a clone': async (word) => {
      if (word === '' || word.includes('\0')) return 'refused';
      git(asked, 'config', 'remote.origin.url', word);
      try {
        const tip = await tipOf(await baseOf(home, { name: 'asked', path: asked }, 'main'));
        // `.` and `.git` are the clone itself
        return tip === git(asked, 'rev-parse', 'HEAD') ? 'taken' : { fault: `it was asked, and said ${tip}` };
      } catch (error) {
        if (error instanceof GitError) return 'refused';
        return { fault: String(error) };
      }
    },
    'a file to copy': async (word) => copyDoor(ground, word),
    'the root of ticket documents': async (word) => {
      try {
        const parts = rootPath(word).split('/');
        const isWrong = parts.some((part) => part === '..' || part.toLowerCase() === '.git' || part === '');
        return isWrong ? { fault: `it is taken as ${parts.join('/')}` } : 'taken';
      } catch (error) {
        return error instanceof TicketFault ? 'refused' : { fault: String(error) };
      }
    },
    'a question of the tool': async (word) => {
      const mailbox = new AskMailbox(join(home, 'asking'), { run_id: word });
      if (mailbox.knows(word)) return { fault: 'it is known as an id' };
      return PLAIN.test(mailbox.ask({ question: word, options: [word] }))
        ? 'taken'
        : { fault: 'its id is no name' };
    },
    'a goal and its ticket': async (word) => {
      const tickets = join(home, 'closing');
      const brief = { ...closedRun().brief!, goal: word, scope: word, done: word };
      const options: TicketOptions = optionsFor(tickets);
      const event = await ticketStage(options)['ticket.write']({ step: 9 }, closedRun({ brief }), ticketCall);
      return event?.type === 'ticket_written' ? 'taken' : { fault: JSON.stringify(event) };
    },
    'a command of the done criteria': async (word) => {
      const parsed = parseCommand(word);
      if (!parsed.ok) return 'refused';
      return /[\n\0]/.test(parsed.argv[0] ?? '') || parsed.argv[0]?.startsWith('-')
        ? { fault: `it starts ${JSON.stringify(parsed.argv)}` }
        : 'taken';
    },
  };
}

let copies = 0;

/** Into a worktree whose repository brought links that lead out. */
async function copyDoor({ root, home, out }: Ground, word: string): ReturnType<Door> {
  if (!innerPath.safeParse(word).success) return 'refused';
  const folder = join(root, 'files');
  if (!existsSync(folder)) write(folder, { 'link/x': 'x', 'link/new/x': 'x', 'deep/link/x': 'x' });
  const worktree = join(home, `copied-${copies++}`);
  mkdirSync(join(worktree, 'deep'), { recursive: true });
  for (const link of ['link', 'deep/link']) symlinkSync(out, join(worktree, link));
  try {
    await copyIn(folder, worktree, word);
    return 'taken';
  } catch (error) {
    return error instanceof Unfit ? 'refused' : { fault: String(error) };
  }
}

function isRef(word: string): boolean {
  try {
    execFileSync('git', ['check-ref-format', `refs/heads/${word}`]);
    return !word.startsWith('-');
  } catch {
    return false;
  }
}
