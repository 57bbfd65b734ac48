/** The inspector's stream of a visit. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config, ConfigSource } from '../../config.js';
import { createLogger } from '../../logging.js';
import { createRedactor, type Redactor } from '../../redact.js';
import type { PageParts } from '../scene/ports.js';

/**
 * Calls `send` with each `InspectionMessage` about the bot of `config.home`; secrets are those that the bot itself hides:
 * of the environment, of the `.env` in `cwd`, where the bot is started, and of copied files.
 * What it needs is loaded when somebody looks for the first time: the database's driver takes as long as all the rest.
 */
export function inspecting(config: Config, { env, cwd }: ConfigSource): NonNullable<PageParts['inspect']> {
  let opening: ReturnType<typeof open> | undefined;
  return (send) => {
    let leave: (() => void) | undefined;
    let isGone = false;
    opening ??= open(config, { env, cwd });
    opening.then(
      (inspection) => {
        if (!isGone) leave = inspection.watch(send);
      },
      // The next one who looks tries again.
      () => {
        opening = undefined;
      },
    );
    return () => {
      isGone = true;
      leave?.();
    };
  };
}

async function open(config: Config, source: ConfigSource) {
  const { openInspection } = await import('../../app/inspect.js');
  return openInspection({ home: config.home, redact: await redactorOf(config, source) });
}

/** What hides the secrets of a bot with this environment that is started in `cwd`. */
export async function redactorOf(config: Config, { env, cwd }: ConfigSource): Promise<Redactor> {
  const { hideCopiedSecrets } = await import('../../app/copied-secrets.js');
  const redact = createRedactor({ env, names: config.redact });
  redact.addFile(await readFile(join(cwd, '.env'), 'utf8').catch(() => ''));
  // The bot itself tells of files that are missing.
  const silent = createLogger({ level: 'error', redact, destination: { write: () => undefined } });
  await hideCopiedSecrets(config, redact, silent);
  return redact;
}
