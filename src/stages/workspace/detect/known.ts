/** What was found in a commit never changes: it is read once, and the last one of each mirror is remembered. */
import type { Findings } from './detect.js';

export class KnownFindings {
  private readonly last = new Map<string, { commit: string; found: Promise<Findings> }>();

  /** What stands in `commit` of the repository at `mirror`; `look` reads it where that is not known. */
  at(mirror: string, commit: string, look: () => Promise<Findings>): Promise<Findings> {
    const known = this.last.get(mirror);
    if (known?.commit === commit) return known.found;
    const found = look();
    const entry = { commit, found };
    this.last.set(mirror, entry);
    found.catch(() => {
      if (this.last.get(mirror) === entry) this.last.delete(mirror);
    });
    return found;
  }
}
