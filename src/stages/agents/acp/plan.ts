/** How one turn of an agent is spoken over the Agent Client Protocol; made from its preset and the run. */
import type { McpServer } from '@agentclientprotocol/sdk';

export interface AcpPlan {
  /** The agent's command; `wrap` stands in front of it already. */
  argv: string[];
  cwd: string;
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>;
  mcpServers: McpServer[];
  /** Absolute folders that the agent needs beside `cwd`: the other worktrees, the contract folder. */
  additionalDirectories: string[];
  /** For `session/set_mode`, once there is a session; absent where the agent's own default is right. */
  mode?: string;
  /** For `session/set_config_option`: `configId` → `value`. One that the agent does not offer is left out. */
  configOptions: Record<string, string>;
  quirks: AcpQuirks;
}

export interface AcpQuirks {
  /** `session/load` in the wall-clock minute in which the session was made loses it: wait for the next one. */
  loadsNextMinute?: true;
  /** Words of updates that are no signs of life, such as those of endless reconnecting; compared without case. */
  reconnecting?: readonly string[];
}
