/** The inspector's stream of a visit. */
import type { Redactor } from '../../redact.js';

/**
 * Calls `send` with each `InspectionMessage` about the bot of this home until the returned function is called. What
 * it needs is loaded when somebody looks for the first time, since the database's driver takes as long as all the rest.
 */
export function inspecting(home: string, redact?: Redactor): (send: (data: unknown) => void) => () => void {
  let opening: ReturnType<typeof open> | undefined;
  const open = async () => {
    const { openInspection } = await import('../../app/inspect.js');
    return openInspection({ home, ...(redact ? { redact } : {}) });
  };
  return (send) => {
    let stop: (() => void) | undefined;
    let isOver = false;
    opening ??= open();
    void opening.then((inspection) => {
      if (!isOver) stop = inspection.watch(send);
    });
    return () => {
      isOver = true;
      stop?.();
    };
  };
}
