/** The inspector's stream of a visit. */
import { openInspection } from '../../app/inspect.js';
import type { Redactor } from '../../redact.js';

/** Calls `send` with each `InspectionMessage` about the bot of this home until the returned function is called. */
export function inspecting(home: string, redact?: Redactor): (send: (data: unknown) => void) => () => void {
  return openInspection({ home, ...(redact ? { redact } : {}) }).watch;
}
