/** Agents outlive the bot: a world that ends has to end them itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup } from '../../src/shell/process-record.js';

/** Ends every agent of which the home has a note. */
export async function endAgents(home: string): Promise<void> {
  const runs = join(home, 'runs');
  for (const run of existsSync(runs) ? readdirSync(runs) : []) {
    const life = join(runs, run, 'agent.json');
    if (existsSync(life)) await endGroup(JSON.parse(readFileSync(life, 'utf8')), 0);
  }
}
