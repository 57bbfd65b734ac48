/** GitHub through the `gh` program of the bot's user, which knows how it is logged in. */
import { runProgram } from '../program.js';
import { IssueFault, type Page } from './types.js';

export interface GhOptions {
  /** Address of GitHub's pages; `gh` chooses its login by the host. */
  site: string;
  /** The bot's environment without Slack's tokens; `gh` gets what leads to GitHub. */
  environment: Readonly<Record<string, string | undefined>>;
}

const HANDED_ON = [
  'PATH HOME USER LOGNAME TMPDIR LANG',
  'XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS GH_CONFIG_DIR',
  'http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR',
].flatMap((line) => line.split(' '));

const QUIET = { GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1', LC_ALL: 'C' };

/** Its exit code where nobody is logged in. */
const NO_LOGIN = 4;
const MOST_HEADERS = 32_000;

/** The answer to one request. Throws `IssueFault`. */
export async function byGh(
  path: string,
  mostBytes: number,
  { site, environment }: GhOptions,
  signal: AbortSignal,
): Promise<Page> {
  const { host } = new URL(site);
  const elsewhere = host === 'github.com' ? [] : ['--hostname', host];
  const argv = ['gh', 'api', '--include', '--method', 'GET', ...elsewhere, path];
  const keepBytes = mostBytes + MOST_HEADERS;
  const result = await runProgram(argv, {
    cwd: '/',
    env: environmentFor(environment),
    signal,
    keepBytes,
    keep: 'start',
  });
  if (result.notStarted?.startsWith('ENOENT')) throw new IssueFault('not_configured');
  if (result.notStarted) throw new IssueFault('unanswered', result.notStarted);
  signal.throwIfAborted();
  if (result.exitCode === NO_LOGIN || /gh auth login/u.test(result.stderr))
    throw new IssueFault('not_configured');
  if (Buffer.byteLength(result.stdout) >= keepBytes - 3) throw new IssueFault('oversized');
  const page = pageIn(result.stdout);
  if (!page) throw new IssueFault('unanswered', result.stderr.trim().slice(0, 4_000) || 'gh said nothing');
  return page;
}

function environmentFor(environment: GhOptions['environment']): Record<string, string> {
  const given = HANDED_ON.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), ...QUIET };
}

/** `--include` puts status line and headers before the body. */
function pageIn(output: string): Page | undefined {
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})/u.exec(output)?.[1];
  if (status === undefined) return undefined;
  const gap = /\r?\n\r?\n/u.exec(output.slice(0, MOST_HEADERS));
  const head = gap ? output.slice(0, gap.index) : output.slice(0, MOST_HEADERS);
  const headers = new Map(
    head.split(/\r?\n/u).map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return {
    status: Number(status),
    header: (name) => headers.get(name),
    body: gap ? output.slice(gap.index + gap[0].length) : '',
  };
}
