/** What the page's door needs of the program that opens it. */
import type { Manifest } from '../server/manifest.js';
import type { Person } from '../server/people.js';
import type { SlackServer } from '../server/slack-server.js';
import type { BotPiece, HintPiece } from './scene.js';

export interface PageParts {
  slack: SlackServer;
  /** Random per start; without it nothing below `/_page` answers. */
  key: string;
  /** The built page. */
  folder: string;
  manifest: Manifest;
  /** Whom one may act as, in order, with what they may do in a few words. */
  actors: { person: Person; role: string }[];
  bot: BotProcess;
  /** The next thing to try for this person. Called again after each change. */
  hint(userId: string): HintPiece | undefined;
  /** The change of a commit of a sample repository as `git show` prints it; undefined: there is none. */
  diff(repo: string, commit: string): Promise<string | undefined>;
  /** Calls `send` with each thing that happens inside, as JSON; the returned function ends that. */
  inspect?(send: (data: unknown) => void): () => void;
}

/** The bot as a process of its own. */
export interface BotProcess {
  look(): BotPiece;
  /** SIGKILL; it is started again. */
  kill(): void;
  /** Calls back after each change until the returned function is called. */
  subscribe(listener: () => void): () => void;
}
