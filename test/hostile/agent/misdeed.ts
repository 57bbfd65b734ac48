/** What one misdeed of an agent is: what it does, and where its run has to come to stand all the same. */
import type { Script } from '../../journeys/acp.js';

/** How much an agent does of it: in `npm test`, and in `npm run test:hostile`. */
export interface Size {
  /** Files, questions, requests. */
  many: number;
  /** Bytes of output. */
  output: number;
  /** Files of a large change, bytes of a large file. */
  changed: number;
  file: number;
}

export const SMALL: Size = { many: 120, output: 8e6, changed: 500, file: 4e6 };
export const WHOLE: Size = { many: 1_000, output: 330e6, changed: 20_000, file: 50e6 };

/** What can be looked at once the run has come to stand. */
export interface Sight {
  /** Of the run. */
  id: string;
  home: string;
  workspace: string;
  /** The run's context, as the database has it. */
  context: Record<string, unknown> & { guidance: unknown[]; notices: unknown[]; evidence: unknown[] };
  /** Messages in the thread of the run. */
  said: string[];
  /** Bytes in the run's folder of the home. */
  kept: number;
}

export interface Misdeed {
  name: string;
  /** A program of `runner: command`, for `sh`. Stands in the workspace; `finish` commits and says that it is done. */
  script?: (size: Size) => string;
  /** The same for `runner: acp`. */
  spoken?: (size: Size) => Script;
  /** The states of which the run reaches one by itself: each has a button that leads out. */
  ends: readonly Stand[];
  /** In a repository of its own, in place of `api`: what it does there, the git of other agents would meet as well. */
  alone?: true;
  /** It lays a trap, and springs it with its own git, so that one knows that it works. */
  springs?: true;
  /** Merges instead of discarding: the bot's git works with what the agent has left. */
  merges?: true;
  /** What else has to hold; a line each that does not. */
  also?: (sight: Sight, size: Size) => string[];
}

export type Stand = 'merge_ready' | 'awaiting_guidance' | 'failed' | 'stopped';

/** What every program of these begins with. */
export const PRELUDE = `cd "$METAWSM_WORKSPACE" || exit 1
ask=.metawsm/ask; runs="$METAWSM_WORKSPACE/../../runs"; mirror=$(cd ../../repos/api.git && pwd)
canaries="$METAWSM_WORKSPACE/../../../canaries"
mkdir -p $ask
finish() {
  printf 'Hello\\n' > "api/$METAWSM_TICKET.txt"
  git -C api add -A && git -C api commit -q -m "\${1:-Greet}"
  claim "\${2:-Greets}"
}
claim() {
  printf '{"summary": "%s"}\\n' "$1" > .metawsm/draft && mv .metawsm/draft .metawsm/implementation-complete.json
}
`;

export const most = (what: string, seen: number, limit: number): string[] =>
  seen <= limit ? [] : [`${what}: ${seen}, more than ${limit}`];
