/** What is known of an agent program that speaks the Agent Client Protocol. The table stands in `configuration/presets`. */

/** How the agent is given the tools of `metawsm-operator`: by the protocol, or in a variable that holds its configuration. */
export type OperatorBy = 'protocol' | 'codex-configuration' | 'opencode-configuration';

export interface Preset {
  /** What people call it. */
  title: string;
  /** Tried in this order; the first whose program is on PATH is started. */
  commands: string[][];
  /** The exact way to get its program. */
  install: string;
  /** Set for it, unless `env` of the agent hands over a variable of the same name. */
  environment: Record<string, string>;
  /** Besides, where the bot runs as root. */
  rootEnvironment?: Record<string, string>;
  /** Variables of the bot that it gets when they are set: keys, and places of its own log-in. */
  variables: string[];
  /** A variable that holds configuration as JSON, and what metawsm writes there beneath what somebody set. */
  configuration?: { variable: string; value: JsonObject };
  operatorBy: OperatorBy;
  /** How long one call of `ask_operator` may wait. */
  longestWaitMs: number;
  /** A flag that names a further folder, for agents that take no `additionalDirectories`. */
  folderFlag?: string;
  /** For `session/set_mode`. */
  mode?: string;
  /** For `session/set_config_option`. */
  configOptions?: Record<string, string>;
  /** Its sandbox takes further folders for writing in `configuration`. */
  writableRoots?: true;
  /** `session/load` in the minute in which the session was made loses it. */
  loadsNextMinute?: true;
  /** Words of endless reconnecting. */
  reconnecting?: string[];
  /** Starts it as interviewer that can only read; absent where it has no safe way. */
  interviewCommand?: string[];
}

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}
