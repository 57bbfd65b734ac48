/** `refused.jsonl`: what the agent wanted to do and was not let, and how far it had come when it heard of it. */
import { appendLine } from '../../../shell/line-file.js';
import { readRecords } from '../../../shell/own-file.js';
import type { Sent } from './sent.js';

export interface Refusal {
  /** Native id of the agent's request. */
  id: string;
  /** What the agent had written before it could know: bytes of its output. */
  from: number;
  /** The rule that denied it. */
  rule?: string;
  /** The guidance request in which a person refused it. Neither of both: metawsm did not understand it. */
  request?: string;
  /** The person said what to do instead, which no answer of the protocol carries. */
  noted?: true;
}

export class Refusals {
  /** By id; what was noted last counts, since nothing that was noted before was sent. */
  private readonly all: Map<string, Refusal>;

  constructor(
    private readonly path: string,
    private readonly sent: Pick<Sent, 'answerTo'>,
  ) {
    this.all = new Map(readRecords<Refusal>(path).map((one) => [one.id, one]));
  }

  /** Before it is sent. Throws what the disk says. */
  add(one: Refusal): void {
    appendLine(this.path, JSON.stringify(one));
    this.all.set(one.id, one);
  }

  /** Those that were sent while the agent had written at least `from` bytes and fewer than `to`. */
  between(from: number, to: number): Refusal[] {
    return [...this.all.values()].filter(
      (one) => one.from >= from && one.from < to && this.sent.answerTo(one.id) === 'result',
    );
  }
}
