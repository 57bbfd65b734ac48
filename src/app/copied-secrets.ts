/** What `copy` brings into workspaces may be printed by a check; its secrets are known before anything runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Log } from '../logging.js';
import type { Redactor } from '../redact.js';
import { filesOf, textsIn } from '../stages/workspace/copy.js';

/** Also warns of files that are not there, long before a run needs them. */
export async function hideCopiedSecrets({ home, repos }: Config, redact: Redactor, log: Log): Promise<void> {
  for (const repo of repos)
    for (const file of repo.copy) {
      const path = join(filesOf(home, repo), file);
      if (!existsSync(path)) log.warn(`a \`copy\` file is missing: put it at ${path}`, { repo: repo.name });
      try {
        for await (const text of textsIn(path)) redact.addFile(text);
      } catch (error) {
        log.warn('a `copy` file could not be read for its secrets', { repo: repo.name, file, error });
      }
    }
}
