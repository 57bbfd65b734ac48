/** The metawsm.yml of the visit. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Cast } from './cast.js';
import { SAMPLE_CHECKS, SAMPLES } from './sample-repos.js';

const HEAD = `# Written anew by the playground at each start.
# The agents only play a script; everything else is what you would write for your own repositories.
`;

/** The text of the file; paths in it count from `root`. */
export function sampleConfiguration({ ana, ben }: Pick<Cast, 'ana' | 'ben'>): string {
  const program = (name: string) => fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));
  const configuration = {
    repos: SAMPLES.map((name) => ({ name, path: `./${name}`, base: 'main', checks: [SAMPLE_CHECKS[name]] })),
    agents: [
      { name: 'script', runner: 'command', command: [process.execPath, program('agent')] },
      // as Claude Code and Codex: it shows a plan, and asks before it runs a command
      { name: 'careful', runner: 'acp', command: [process.execPath, program('careful-agent')] },
    ],
    defaultAgent: 'script',
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
