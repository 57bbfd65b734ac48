/** The inspector's stream of a visit. */
import type { Config, ConfigSource } from '../../config.js';
import { createLogger } from '../../logging.js';
import { createRedactor } from '../../redact.js';
import type { PageParts } from '../scene/ports.js';

/**
 * Calls `send` with each `InspectionMessage` about the bot of `config.home`; secrets are those that the bot itself hides.
 * What it needs is loaded when somebody looks for the first time: the database's driver takes as long as all the rest.
 */
export function inspecting(config: Config, env: ConfigSource['env']): NonNullable<PageParts['inspect']> {
  let opening: ReturnType<typeof open> | undefined;
  return (send) => {
    let leave: (() => void) | undefined;
    let isGone = false;
    opening ??= open(config, env);
    void opening.then((inspection) => {
      if (!isGone) leave = inspection.watch(send);
    });
    return () => {
      isGone = true;
      leave?.();
    };
  };
}

async function open(config: Config, env: ConfigSource['env']) {
  const { hideCopiedSecrets } = await import('../../app/copied-secrets.js');
  const { openInspection } = await import('../../app/inspect.js');
  const redact = createRedactor({ env, names: config.redact });
  // The bot itself tells of files that are missing.
  const silent = createLogger({ level: 'error', redact, destination: { write: () => undefined } });
  await hideCopiedSecrets(config, redact, silent);
  return openInspection({ home: config.home, redact });
}
