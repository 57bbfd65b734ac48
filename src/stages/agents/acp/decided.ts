/** `decided.jsonl`: requests of the agent to which no person gave the answer, and those which an earlier answer settled. */
import { appendLine } from '../../../shell/line-file.js';
import { readRecords } from '../../../shell/own-file.js';

export interface DecidedByNobody {
  /** Native id of the request. */
  id: string;
  how: 'allow' | 'deny' | 'cancelled' | 'refused' | 'given_before';
  /** The rule, or the id of the guidance request that was answered before. */
  by?: string;
}

export class Decided {
  private readonly all: Map<string, DecidedByNobody>;
  private readonly used: Set<string>;

  constructor(private readonly path: string) {
    // Of several the first counts: the others were decided by a bot that could not read it.
    this.all = new Map(
      readRecords<DecidedByNobody>(path)
        .reverse()
        .map((one) => [one.id, one]),
    );
    this.used = new Set([...this.all.values()].flatMap((one) => usedBy(one)));
  }

  of(id: string): DecidedByNobody | undefined {
    return this.all.get(id);
  }

  /** The earlier answer has settled something. */
  hasUsed(request: string): boolean {
    return this.used.has(request);
  }

  /** Before it is sent; once is enough. */
  add(one: DecidedByNobody): void {
    if (this.of(one.id)) return;
    appendLine(this.path, JSON.stringify(one));
    this.all.set(one.id, one);
    for (const used of usedBy(one)) this.used.add(used);
  }
}

const usedBy = ({ how, by }: DecidedByNobody) => (how === 'given_before' && by !== undefined ? [by] : []);
