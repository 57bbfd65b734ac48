/** Of which repositories worktrees are kept ready: those that runs have used of late. Kept in a file, since restarts are no reason to forget. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../../shell/own-file.js';
import { writeWhole } from '../../../shell/whole-file.js';
import { poolOf } from './entry.js';

export interface Want {
  /** The branch from which a run begins that asks for none. */
  base: string;
  /** Where it stood last. */
  commit: string;
  /** Of the last run, for whose setup a `warm` one is set up. */
  agent: string;
  /** When a run used the repository last, in milliseconds since 1970. */
  usedAt: number;
  /** What a worktree took when one was measured last. */
  bytes?: number;
}

const DAY_MS = 24 * 3_600_000;
/** A repository that nobody has used for so long is kept ready no longer. */
const UNUSED_MS = 14 * DAY_MS;

export class Wanted {
  private known: Map<string, Want> | undefined;

  constructor(private readonly home: string) {}

  get(repo: string): Want | undefined {
    const want = this.all().get(repo);
    return want && Date.now() - want.usedAt < UNUSED_MS ? want : undefined;
  }

  set(repo: string, want: Want | undefined): void {
    if (want) this.all().set(repo, want);
    else if (!this.all().delete(repo)) return;
    mkdirSync(poolOf(this.home), { recursive: true, mode: 0o700 });
    writeWhole(this.file(), JSON.stringify(Object.fromEntries(this.all())));
  }

  private all(): Map<string, Want> {
    this.known ??= new Map(Object.entries(readJson<Record<string, Want>>(this.file()) ?? {}));
    return this.known;
  }

  private readonly file = () => join(poolOf(this.home), 'wanted.json');
}
