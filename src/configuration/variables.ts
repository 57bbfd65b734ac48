/** The names of the environment's variables, and the one way to read them. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable that metawsm reads; each stands in `.env.example`. */
export type Variable =
  | 'SLACK_BOT_TOKEN'
  | 'SLACK_APP_TOKEN'
  | 'SLACK_SIGNING_SECRET'
  | 'PORT'
  | 'SLACK_API_URL'
  | 'METAWSM_CONFIG'
  | 'METAWSM_HOME'
  | 'DATABASE_URL'
  | 'LOG_LEVEL'
  | 'GITHUB_TOKEN'
  | 'GH_TOKEN'
  | 'GITHUB_API_URL';

/** An empty variable is none: `.env.example` lists them so. */
export function read(env: Environment, name: Variable): string | undefined {
  return env[name]?.trim() || undefined;
}
