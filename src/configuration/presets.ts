/**
 * The agents that one line of metawsm.yml starts. Data alone: a new agent is one more entry. Versions are exact, since
 * npm on an older Node silently takes an older one; `docs/agents.md` says what was tried with which.
 */
import type { Preset } from '../run/preset.js';

const HOUR_MS = 3_600_000;
/** An hour less than what the agents' own limits are set to. */
const NEARLY_A_DAY_MS = 23 * HOUR_MS;

const byNpx = (pinned: string, ...args: string[]) => ['npx', '--yes', pinned, ...args];

/** Nothing that the agent does is decided in the agent. */
const OPENCODE_ASKS = { bash: 'ask', edit: 'ask', webfetch: 'ask', external_directory: 'ask' };

export const PRESETS = {
  claude: {
    title: 'Claude Code',
    commands: [['claude-agent-acp'], byNpx('@agentclientprotocol/claude-agent-acp@0.100.0')],
    install: 'npm install --global @agentclientprotocol/claude-agent-acp@0.100.0',
    environment: {
      // For the start of its servers, on a busy machine.
      MCP_TIMEOUT: '120000',
      CLAUDE_CODE_MCP_TOOL_IDLE_TIMEOUT: '0',
      // Otherwise a call that waits goes to the background, and the turn goes on without the answer.
      CLAUDE_CODE_MCP_AUTO_BACKGROUND_MS: '0',
      // Without it the newer models have no plan to show.
      CLAUDE_CODE_ENABLE_TODO_TOOLS: '1',
      // Guesses at what a person might say next cost something, and nobody sees them.
      CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION: 'false',
    },
    rootEnvironment: { IS_SANDBOX: '1' },
    variables: [
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'ANTHROPIC_BASE_URL',
      'ANTHROPIC_MODEL',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'CLAUDE_CODE_EXECUTABLE',
      'CLAUDE_CONFIG_DIR',
    ],
    operatorBy: 'protocol',
    longestWaitMs: NEARLY_A_DAY_MS,
    mode: 'default',
    // No tool but these three, and no server of the person's own.
    interviewCommand: [
      'claude',
      '--print',
      '--strict-mcp-config',
      '--tools',
      'Read,Grep,Glob',
      '--allowedTools',
      'Read,Grep,Glob',
    ],
  },
  codex: {
    title: 'Codex',
    commands: [['codex-acp'], byNpx('@agentclientprotocol/codex-acp@2.6.0')],
    install: 'npm install --global @agentclientprotocol/codex-acp@2.6.0',
    environment: {},
    variables: ['OPENAI_API_KEY', 'CODEX_API_KEY', 'OPENAI_BASE_URL', 'CODEX_HOME', 'CODEX_PATH'],
    configuration: {
      variable: 'CODEX_CONFIG',
      value: {
        features: { default_mode_request_user_input: true },
        suppress_unstable_features_warning: true,
        tools: { update_plan: { enabled: true } },
      },
    },
    // Through the protocol a call is given up after five minutes, whatever signs of life there are.
    operatorBy: 'codex-configuration',
    longestWaitMs: NEARLY_A_DAY_MS,
    // The mode it begins in lets a model approve, and nobody is ever asked.
    configOptions: { mode: 'workspace-write' },
    writableRoots: true,
    reconnecting: ['reconnecting'],
    interviewCommand: ['codex', 'exec', '--sandbox', 'read-only', '--skip-git-repo-check', '-'],
  },
  gemini: {
    title: 'Gemini CLI',
    commands: [['gemini', '--acp'], byNpx('@google/gemini-cli@0.61.0', '--acp')],
    install: 'npm install --global @google/gemini-cli@0.61.0',
    // Otherwise a child does the work, and outlives its parent.
    environment: { GEMINI_CLI_NO_RELAUNCH: 'true', GEMINI_CLI_TRUST_WORKSPACE: 'true' },
    variables: [
      'GEMINI_API_KEY',
      'GOOGLE_API_KEY',
      'GOOGLE_GEMINI_BASE_URL',
      'GOOGLE_CLOUD_PROJECT',
      'GOOGLE_CLOUD_LOCATION',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'GOOGLE_GENAI_USE_VERTEXAI',
      'GEMINI_CLI_HOME',
      'GEMINI_MODEL',
    ],
    operatorBy: 'protocol',
    // Its own limit is ten minutes.
    longestWaitMs: 9 * 60_000,
    folderFlag: '--include-directories',
    mode: 'default',
    loadsNextMinute: true,
  },
  opencode: {
    title: 'opencode',
    commands: [['opencode', 'acp'], byNpx('opencode-ai@1.18.33', 'acp')],
    install: 'npm install --global opencode-ai@1.18.33',
    environment: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
    variables: [
      'ANTHROPIC_API_KEY',
      'OPENAI_API_KEY',
      'GEMINI_API_KEY',
      'OPENROUTER_API_KEY',
      'OPENCODE_API_KEY',
      'OPENCODE_CONFIG',
      'XDG_CONFIG_HOME',
      'XDG_DATA_HOME',
      'XDG_STATE_HOME',
      'XDG_CACHE_HOME',
    ],
    // It allows everything by default.
    configuration: { variable: 'OPENCODE_CONFIG_CONTENT', value: { permission: OPENCODE_ASKS } },
    // Through the protocol a call is given up after one minute without a sign of life.
    operatorBy: 'opencode-configuration',
    longestWaitMs: NEARLY_A_DAY_MS,
  },
  goose: {
    title: 'Goose',
    commands: [['goose', 'acp']],
    install: 'see block.github.io/goose (it is not on npm)',
    // The mode it begins in asks nobody.
    environment: { GOOSE_MODE: 'approve', GOOSE_DISABLE_KEYRING: '1' },
    variables: [
      'GOOSE_PROVIDER',
      'GOOSE_MODEL',
      'ANTHROPIC_API_KEY',
      'OPENAI_API_KEY',
      'GOOGLE_API_KEY',
      'OPENROUTER_API_KEY',
      'XDG_CONFIG_HOME',
      'XDG_DATA_HOME',
    ],
    operatorBy: 'protocol',
    longestWaitMs: 4 * 60_000,
  },
  cursor: {
    title: 'Cursor',
    commands: [
      ['cursor-agent', 'acp'],
      ['agent', 'acp'],
    ],
    install: 'see cursor.com/cli (it is not on npm)',
    environment: {},
    variables: ['CURSOR_API_KEY'],
    operatorBy: 'protocol',
    longestWaitMs: 50_000,
  },
  qwen: {
    title: 'Qwen Code',
    commands: [['qwen', '--acp'], byNpx('@qwen-code/qwen-code@0.24.4', '--acp')],
    install: 'npm install --global @qwen-code/qwen-code@0.24.4 (it needs Node.js 22)',
    environment: {},
    variables: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL', 'DASHSCOPE_API_KEY'],
    operatorBy: 'protocol',
    longestWaitMs: 4 * 60_000,
    folderFlag: '--include-directories',
    mode: 'default',
  },
  kimi: {
    title: 'Kimi Code',
    commands: [['kimi', 'acp'], byNpx('@moonshot-ai/kimi-code@2.1.0', 'acp')],
    install: 'npm install --global @moonshot-ai/kimi-code@2.1.0 (it needs Node.js 22.19)',
    environment: {},
    variables: ['KIMI_API_KEY', 'MOONSHOT_API_KEY', 'KIMI_BASE_URL'],
    operatorBy: 'protocol',
    longestWaitMs: 50_000,
  },
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;

export const PRESET_NAMES = Object.keys(PRESETS) as [PresetName, ...PresetName[]];

/** What is known of this agent; undefined without a preset. */
export const presetOf = (name: PresetName | undefined): Preset | undefined => name && PRESETS[name];
