/** What of a run can be sent to a person as a file. */
import type { RunContext } from './context.js';

/** An agent has been started, so that there is a log. */
export const hasLog = (run: RunContext): boolean => run.agent.step > 0;

/** Checks have looked at a change, so that there is something to compare. */
export const hasChange = (run: RunContext): boolean => run.evidence.length > 0;
