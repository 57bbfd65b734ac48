/** The inspector's stream of a visit. */
import type { Config, ConfigSource } from '../../config.js';
import { createLogger } from '../../logging.js';
import { createRedactor } from '../../redact.js';
import type { PageParts } from '../scene/ports.js';

/**
 * Calls `send` with each `InspectionMessage` about the bot of `config.home` until the returned function is called;
 * secrets are those that the bot itself hides. What it needs is loaded when somebody looks for the first time, since
 * the database's driver takes as long as all the rest.
 */
export function inspecting(config: Config, env: ConfigSource['env']): NonNullable<PageParts['inspect']> {
  let opening: ReturnType<typeof open> | undefined;
  const open = async () => {
    const redact = createRedactor({ env, names: config.redact });
    // The bot itself tells of files that are missing.
    const silent = createLogger({ level: 'error', redact, destination: { write: () => undefined } });
    const [{ hideCopiedSecrets }, { openInspection }] = await Promise.all([
      import('../../app/copied-secrets.js'),
      import('../../app/inspect.js'),
    ]);
    await hideCopiedSecrets(config, redact, silent);
    return openInspection({ home: config.home, redact });
  };
  return (send) => {
    let leave: (() => void) | undefined;
    let isGone = false;
    opening ??= open();
    void opening.then((inspection) => {
      if (!isGone) leave = inspection.watch(send);
    });
    return () => {
      isGone = true;
      leave?.();
    };
  };
}
