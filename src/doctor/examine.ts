/** Runs probes side by side. None of them can hold up the others, or hang for good. */
import { type Finding, findingsOn, SUBJECTS, type Subject } from './finding.js';

export interface Probe {
  subject: Subject;
  /** What it looks at, for when it does not answer in time: `the repository api`. */
  name: string;
  limitMs: number;
  /** Ends what it has begun when the signal says so; changes nothing that lasts. */
  look(signal: AbortSignal): Promise<Finding[]>;
}

/** How long a probe that was told to end has for that. */
const END_MS = 3_000;

/** All findings, in the order of subjects and of probes. Rejects only with the reason of `signal`. */
export async function examine(probes: readonly Probe[], signal: AbortSignal): Promise<Finding[]> {
  const found = await Promise.all(probes.map((probe) => within(probe, signal)));
  signal.throwIfAborted();
  const all = found.flat();
  return SUBJECTS.flatMap((subject) => all.filter((one) => one.subject === subject));
}

async function within(probe: Probe, signal: AbortSignal): Promise<Finding[]> {
  const { fault } = findingsOn(probe.subject);
  const { name, limitMs } = probe;
  const late = fault('doctor_timeout', { name, detail: `${Math.ceil(limitMs / 1_000)} s` });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error('time limit')), limitMs);
  const looking = probe.look(AbortSignal.any([signal, limit.signal])).catch((error: unknown) => {
    if (limit.signal.aborted) return [late];
    return [fault('doctor_broken', { name, detail: error instanceof Error ? error.message : String(error) })];
  });
  const given = patience(AbortSignal.any([signal, limit.signal]));
  try {
    return await Promise.race([looking, given.over.then(() => [late])]);
  } finally {
    clearTimeout(timer);
    given.end();
  }
}

/** Resolves a while after the signal. */
function patience(signal: AbortSignal) {
  let timer: NodeJS.Timeout | undefined;
  let begin = () => {};
  const over = new Promise<void>((done) => {
    begin = () => {
      timer = setTimeout(done, END_MS);
    };
    if (signal.aborted) begin();
    else signal.addEventListener('abort', begin, { once: true });
  });
  return {
    over,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', begin);
    },
  };
}
