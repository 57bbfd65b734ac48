/** The bot's health, from the database, the connection and the processes of the agents. */

import type { UnitOfWork } from '../engine/ports.js';
import { type AgentSeen, Health } from '../health.js';
import { OPEN, type Status } from '../run/status.js';
import { isAlive } from '../shell/process-record.js';
import { readLife } from '../stages/agents/life.js';

/** States in which an agent's process may live. */
const WITH_AGENT: readonly Status[] = ['running', 'awaiting_guidance', 'paused'];
const MOST = 200;

export function healthOf(
  home: string,
  unit: UnitOfWork,
  isConnected: () => boolean,
  unreadable: () => readonly string[],
): Health {
  const agents = async (): Promise<AgentSeen[]> => {
    const { runs } = await unit.read.list({ statuses: WITH_AGENT, limit: MOST, offset: 0 });
    return runs
      .filter(({ snapshot }) => snapshot.context.agent.alive)
      .map(({ id, snapshot }) => {
        const life = readLife(home, id);
        return { runId: id, alive: life?.step === snapshot.context.agent.step && isAlive(life) };
      });
  };
  const refused = async (): Promise<string[]> => {
    const { runs } = await unit.read.list({ statuses: OPEN, limit: MOST, offset: 0 });
    return runs
      .filter(({ snapshot }) => Object.keys(snapshot.context.unsaid ?? {}).length > 0)
      .map(({ id }) => id);
  };
  return new Health({ unit, isConnected, agents, refused, unreadable });
}
