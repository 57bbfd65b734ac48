/** `decided.jsonl`: requests of the agent to which no person gave the answer, and those which an earlier answer settled. */
import { readFileSync } from 'node:fs';
import { appendLine } from '../../../shell/line-file.js';

export interface DecidedByNobody {
  /** Native id of the request. */
  id: string;
  how: 'allow' | 'deny' | 'cancelled' | 'refused' | 'given_before';
  /** The rule, or the id of the guidance request that was answered before. */
  by?: string;
}

export class Decided {
  readonly all: DecidedByNobody[];
  private readonly byId: Map<string, DecidedByNobody>;

  constructor(private readonly path: string) {
    this.all = readDecided(path);
    // the first one counts
    this.byId = new Map([...this.all].reverse().map((one) => [one.id, one]));
  }

  of(id: string): DecidedByNobody | undefined {
    return this.byId.get(id);
  }

  /** Before it is sent; once is enough. */
  add(one: DecidedByNobody): void {
    if (this.of(one.id)) return;
    appendLine(this.path, JSON.stringify(one));
    this.all.push(one);
    this.byId.set(one.id, one);
  }
}

export function readDecided(path: string): DecidedByNobody[] {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as DecidedByNobody];
    } catch {
      // The last one, cut off by a death: what it was to be is decided again.
      return [];
    }
  });
}
