/** What is wrong with the configuration, and how it is told. */

export interface Fault {
  /** `metawsm.yml:12:5 repos[0].path`, or the name of a variable. */
  place: string;
  /** A sentence that follows the place: `is missing`. Never holds the value of a secret. */
  what: string;
  /** What to do about it. */
  remedy: string;
}

/** Thrown with every fault that was found; its message is ready to be printed. The program exits 78 then. */
export class ConfigFault extends Error {
  override name = 'ConfigFault';

  constructor(readonly faults: readonly Fault[]) {
    super(textOf(faults));
  }
}

function textOf(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  const entries = faults.map(({ place, what, remedy }) => `  ${place}\n      ${what}\n      → ${remedy}`);
  return [`metawsm did not start: its configuration has ${count}.`, ...entries].join('\n\n');
}
