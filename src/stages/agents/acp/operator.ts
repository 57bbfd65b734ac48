/** The tools with which an agent asks, as a server that the agent starts itself. */
import { join } from 'node:path';
import type { McpServerStdio } from '@agentclientprotocol/sdk';
import type { RunContext } from '../../../run/context.js';

/** The tools are `operator/ask_operator` and so on to every agent. */
export const OPERATOR = 'operator';

/** Everything by value: agents hand their servers little of their own environment. */
export function operatorServer(
  { binDir, workspace }: { binDir: string; workspace: string },
  run: Pick<RunContext, 'id'>,
  agent: string,
  longestWaitMs: number,
): McpServerStdio {
  const variables = {
    METAWSM_WORKSPACE: workspace,
    METAWSM_RUN_ID: run.id,
    METAWSM_AGENT: agent,
    METAWSM_OPERATOR_WAIT_MS: String(longestWaitMs),
  };
  const env = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return { name: OPERATOR, command: join(binDir, 'metawsm-operator'), args: [], env };
}
