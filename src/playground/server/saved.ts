/** A workspace as a file: kept from one start of the server to the next. Tokens, triggers and open forms are not. */
import { readFileSync } from 'node:fs';
import { writeWhole } from '../../shell/whole-file.js';
import type { AgentSession } from './agent-sessions.js';
import type { Channel, Ephemeral, Message, StoredFile, UserGroup, UserRecord } from './facts.js';
import { isRecord } from './json.js';
import type { Bot } from './store.js';
import type { World } from './world.js';

const VERSION = 1;
const QUIET_MS = 250;

interface SavedWorkspace {
  version: typeof VERSION;
  teamId: string;
  bot: Bot;
  users: UserRecord[];
  groups: UserGroup[];
  channels: (Omit<Channel, 'members'> & { members: string[] })[];
  messages: Message[];
  ephemerals: Ephemeral[];
  /** Contents in base64. */
  files: (Omit<StoredFile, 'content'> & { content: string })[];
  sessions: AgentSession[];
  /** What people have read; see `Store.readMarks`. */
  readMarks?: [string, string][];
}

const LISTS = ['users', 'groups', 'channels', 'messages', 'ephemerals', 'files', 'sessions'] as const;

/** The file is there and cannot be used; `message` says why. */
export class SavedFault extends Error {}

function savedOf({ store, sessions }: Pick<World, 'store' | 'sessions'>): SavedWorkspace {
  return {
    version: VERSION,
    teamId: store.teamId,
    bot: store.bot,
    users: [...store.users.values()],
    groups: [...store.groups.values()],
    channels: [...store.channels.values()].map((one) => ({ ...one, members: [...one.members] })),
    messages: [...store.messages.values()].flat(),
    ephemerals: store.ephemerals.filter((one) => !one.deleted),
    files: [...store.files.values()].map((one) => ({ ...one, content: one.content.toString('base64') })),
    sessions: sessions.all(),
    readMarks: [...store.readMarks],
  };
}

/** Puts what was saved into a world that was made with its `teamId` and `bot`. */
function restore({ store, sessions }: Pick<World, 'store' | 'sessions'>, saved: SavedWorkspace): void {
  for (const user of saved.users) store.users.set(user.id, user);
  for (const group of saved.groups) store.groups.set(group.id, group);
  for (const channel of saved.channels) {
    store.channels.set(channel.id, { ...channel, members: new Set(channel.members) });
    store.messages.set(channel.id, []);
  }
  for (const message of saved.messages) store.messages.get(message.channel)?.push(message);
  store.ephemerals.push(...saved.ephemerals);
  for (const file of saved.files)
    store.files.set(file.id, { ...file, content: Buffer.from(file.content, 'base64') });
  for (const session of saved.sessions) sessions.set(session);
  for (const [place, ts] of saved.readMarks ?? []) store.readMarks.set(place, ts);
  store.tell({ type: 'other' });
}

/** The workspace that the file holds, if any, and how it goes on being kept there. Throws `SavedFault`. */
export function savedIn(path: string) {
  const known = read(path);
  return {
    known,
    /** Writes the workspace now, soon after each change, and a last time when the returned function is called. */
    keep(world: Pick<World, 'store' | 'sessions'>): () => void {
      if (known) restore(world, known);
      return keeping(path, world);
    },
  };
}

function read(path: string): SavedWorkspace | undefined {
  try {
    const saved = JSON.parse(readFileSync(path, 'utf8')) as SavedWorkspace | null;
    if (saved?.version !== VERSION)
      throw new SavedFault(`${path} was written by another version of metawsm.`);
    const lists = LISTS.filter((name) => !Array.isArray(saved[name]));
    if (lists.length > 0 || !isRecord(saved.bot))
      throw new SavedFault(`${path} is damaged: ${['bot', ...lists].at(-1)} is missing.`);
    return saved;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) throw new SavedFault(`${path} is damaged: ${error.message}.`);
    throw error;
  }
}

function keeping(path: string, world: Pick<World, 'store' | 'sessions'>): () => void {
  const write = (): void => writeWhole(path, `${JSON.stringify(savedOf(world))}\n`);
  let soon: NodeJS.Timeout | undefined;
  const unsubscribe = world.store.subscribe(() => {
    soon ??= setTimeout(() => {
      soon = undefined;
      // A disk that is full for a while must not end the bot; the next change tries again, and so does the end.
      try {
        write();
      } catch {}
    }, QUIET_MS);
  });
  write();
  return () => {
    unsubscribe();
    clearTimeout(soon);
    write();
  };
}
