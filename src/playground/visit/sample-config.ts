/** The metawsm.yml of the visit. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Cast } from './cast.js';
import { SAMPLE_CHECKS, SAMPLES } from './sample-repos.js';

const HEAD = `# Written anew by the playground at each start.
# The agent only plays a script; everything else is what you would write for your own repositories.
`;

/** The text of the file; paths in it count from `root`. */
export function sampleConfiguration({ ana, ben }: Pick<Cast, 'ana' | 'ben'>): string {
  const agent = fileURLToPath(new URL('./agent.mjs', import.meta.url));
  const configuration = {
    repos: SAMPLES.map((name) => ({ name, path: `./${name}`, base: 'main', checks: [SAMPLE_CHECKS[name]] })),
    agents: [{ name: 'script', runner: 'command', command: [process.execPath, agent] }],
    access: {
      start: [ana.id],
      answer: [ana.id, ben.id],
      merge: [ana.id, ben.id],
      fourEyes: false,
    },
    limits: { agents: 2 },
  };
  return HEAD + stringify(configuration, { lineWidth: 0 });
}

export const sampleConfigurationFile = (root: string): string => join(root, 'metawsm.yml');
