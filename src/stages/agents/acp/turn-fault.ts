/** Why a turn cannot go on, with a code of `errors`. */
export class TurnFault extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** The agent's process has ended, or cannot be reached any more. */
export class Gone extends Error {
  constructor(
    readonly exitCode: number | null,
    readonly detail = '',
  ) {
    super(`the agent is gone (${exitCode ?? 'no exit code'})`);
  }
}
