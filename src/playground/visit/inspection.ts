/** The inspector's stream of a visit. */
import { hideCopiedSecrets } from '../../app/copied-secrets.js';
import { openInspection } from '../../app/inspect.js';
import type { Config, ConfigSource } from '../../config.js';
import { createLogger } from '../../logging.js';
import { createRedactor } from '../../redact.js';
import type { PageParts } from '../scene/ports.js';

/** Calls `send` with each `InspectionMessage` about the bot of `config.home`; secrets are those that the bot itself hides. */
export function inspecting(config: Config, env: ConfigSource['env']): NonNullable<PageParts['inspect']> {
  const redact = createRedactor({ env, names: config.redact });
  // The bot itself tells of files that are missing.
  const silent = createLogger({ level: 'error', redact, destination: { write: () => undefined } });
  const known = hideCopiedSecrets(config, redact, silent);
  const inspection = openInspection({ home: config.home, redact });
  return (send) => {
    let leave: (() => void) | undefined;
    let isGone = false;
    void known.then(() => {
      if (!isGone) leave = inspection.watch(send);
    });
    return () => {
      isGone = true;
      leave?.();
    };
  };
}
