/** What each agent needs to run offline against the scripted model, with a home of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const AGENTS = ['claude', 'codex', 'gemini', 'opencode'] as const;
export type AgentName = (typeof AGENTS)[number];

export interface Offline {
  /** The program and its arguments. */
  command: string[];
  env: Record<string, string>;
}

/** Writes the agent's own configuration below `home`, which must not lie below /tmp for Codex. */
export function offline(agent: AgentName, bin: string, home: string, model: string): Offline {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const { args, env } = ENVIRONMENTS[agent](home, model);
  const [program = '', ...rest] = args;
  return { command: [join(bin, program), ...rest], env: { HOME: home, ...env } };
}

interface Environment {
  args: string[];
  env: Record<string, string>;
}

const ENVIRONMENTS: Record<AgentName, (home: string, model: string) => Environment> = {
  claude: (home, model) => ({
    args: ['claude-agent-acp'],
    env: {
      ANTHROPIC_BASE_URL: model,
      ANTHROPIC_API_KEY: 'sk-ant-fake',
      CLAUDE_CONFIG_DIR: join(home, 'claude'),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
    },
  }),
  codex: (home, model) => {
    writeFileSync(file(home, 'codex/config.toml'), codexConfig(model));
    return { args: ['codex-acp'], env: { FAKE_API_KEY: 'x', CODEX_HOME: join(home, 'codex') } };
  },
  gemini: (home, model) => {
    writeFileSync(file(home, '.gemini/settings.json'), JSON.stringify(GEMINI));
    const env = {
      GEMINI_API_KEY: 'x',
      GOOGLE_GEMINI_BASE_URL: model,
      GEMINI_CLI_HOME: home,
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
      GEMINI_TELEMETRY_ENABLED: 'false',
    };
    return { args: ['gemini', '--acp'], env };
  },
  opencode: (home, model) => {
    const config = file(home, 'opencode.json');
    writeFileSync(config, JSON.stringify(openCodeConfig(model)));
    const folders = { DATA: 'data', CONFIG: 'config', STATE: 'state', CACHE: 'cache' };
    const xdg = Object.entries(folders).map(([name, folder]) => [`XDG_${name}_HOME`, join(home, folder)]);
    const env = {
      ...Object.fromEntries(xdg),
      OPENCODE_CONFIG: config,
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    };
    return { args: ['opencode', 'acp'], env };
  },
};

function file(home: string, path: string): string {
  const whole = join(home, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  return whole;
}

const codexConfig = (model: string): string => `model = "gpt-5.5"
model_provider = "fake"
check_for_update_on_startup = false

[model_providers.fake]
name = "fake"
base_url = "${model}/v1"
wire_api = "responses"
env_key = "FAKE_API_KEY"
request_max_retries = 0
stream_max_retries = 0

[analytics]
enabled = false

[otel]
exporter = "none"
`;

const GEMINI = {
  security: { auth: { selectedType: 'gemini-api-key' } },
  general: { enableAutoUpdate: false },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  model: { name: 'gemini-2.5-flash' },
};

const openCodeConfig = (model: string) => ({
  autoupdate: false,
  share: 'disabled',
  model: 'fake/fake-model',
  small_model: 'fake/fake-model',
  provider: {
    fake: {
      npm: '@ai-sdk/openai-compatible',
      options: { baseURL: `${model}/v1`, apiKey: 'x' },
      models: { 'fake-model': { limit: { context: 200_000, output: 8_000 } } },
    },
  },
});
