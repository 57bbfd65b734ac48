/** Configuration that an agent takes from a variable: what metawsm needs, beneath what somebody has set there. */
import type { McpServerStdio } from '@agentclientprotocol/sdk';
import type { Json, JsonObject, Preset } from '../../../run/preset.js';

const DAY_MS = 24 * 3_600_000;
/** Ten seconds by default, which a busy machine exceeds; the agent then goes on without the tool. */
const START_SECONDS = 120;

/** The variable with its value; nothing for an agent that has none. */
export function configured(
  { configuration, operatorBy }: Pick<Preset, 'configuration' | 'operatorBy'>,
  env: Record<string, string>,
  server: McpServerStdio,
  writableRoots: string[],
): Record<string, string> {
  if (!configuration) return {};
  const { variable, value } = configuration;
  const set = env[variable];
  const theirs = set === undefined ? {} : parsed(set);
  // What is no JSON object is the agent's to refuse.
  if (!theirs) return {};
  const ours = merged(merged(value, SERVERS[operatorBy](server)), rootsOf(writableRoots));
  return { [variable]: JSON.stringify(merged(ours, theirs)) };
}

/** Git would begin a log of the branch in a folder that is not open, and refuse the commit. */
const NO_LOG = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'core.logAllRefUpdates',
  GIT_CONFIG_VALUE_0: 'false',
};

const rootsOf = (writableRoots: string[]): JsonObject =>
  writableRoots.length === 0
    ? {}
    : {
        sandbox_workspace_write: { writable_roots: writableRoots },
        shell_environment_policy: { set: NO_LOG },
      };

const SERVERS: Record<Preset['operatorBy'], (server: McpServerStdio) => JsonObject> = {
  protocol: () => ({}),
  'codex-configuration': ({ name, command, args, env }) => ({
    mcp_servers: {
      [name]: {
        command,
        args,
        env: asObject(env),
        startup_timeout_sec: START_SECONDS,
        tool_timeout_sec: DAY_MS / 1_000,
      },
    },
  }),
  'opencode-configuration': ({ name, command, args, env }) => ({
    mcp: {
      [name]: {
        type: 'local',
        command: [command, ...args],
        environment: asObject(env),
        enabled: true,
        timeout: DAY_MS,
      },
    },
  }),
};

const asObject = (env: McpServerStdio['env']): JsonObject =>
  Object.fromEntries(env.map(({ name, value }) => [name, value]));

function parsed(text: string): JsonObject | undefined {
  try {
    const value: Json = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `over` wins; objects are merged key by key, lists are not. */
function merged(under: JsonObject, over: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries(
    [...keys].map((key) => {
      const [one, other] = [own(under, key), own(over, key)];
      if (one === undefined || other === undefined) return [key, (other ?? one)!];
      return [key, isObject(one) && isObject(other) ? merged(one, other) : other];
    }),
  );
}

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
