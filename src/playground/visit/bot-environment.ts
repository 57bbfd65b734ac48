/** What the bot is started with: everything that the playground decides is set, so that no `.env` decides it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ConfigSource, programEnvironment } from '../../config.js';

export interface BotPlace {
  env: ConfigSource['env'];
  /** METAWSM_HOME */
  home: string;
  /** METAWSM_CONFIG */
  config: string;
  /** A configuration of one's own: agents may need any variable of the user. */
  isOwn: boolean;
  slack: { url: string; botToken: string; appToken: string };
}

const top = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The bot's environment. An empty variable counts as not set, and is not read from `.env` either. */
export function botEnvironment({ env, home, config, isOwn, slack }: BotPlace): Record<string, string> {
  const given = isOwn ? definedIn(env) : programEnvironment(env);
  return {
    ...given,
    TSX_TSCONFIG_PATH: top('tsconfig.json'),
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: '',
    PORT: '',
    METAWSM_HOME: home,
    METAWSM_CONFIG: config,
    DATABASE_URL: `sqlite:${join(home, 'metawsm.sqlite')}`,
    LOG_LEVEL: 'info',
    ...(isOwn ? {} : { GITHUB_TOKEN: '', GH_TOKEN: '', GITHUB_API_URL: '' }),
  };
}

/** The bot as `npm run dev` starts it; it ends when its starter is gone. */
export function botCommand(): string[] {
  const loader = createRequire(import.meta.url).resolve('tsx');
  const watch = new URL('./ends-with-parent.mjs', import.meta.url);
  const imports = [pathToFileURL(loader).href, watch.href].flatMap((module) => ['--import', module]);
  return [process.execPath, ...imports, top('src/main.ts')];
}

function definedIn(env: ConfigSource['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
