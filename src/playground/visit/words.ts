/** What the program says at the terminal. */
import type { Home } from './homes.js';

export interface Opened {
  address: string;
  home: Home;
  /** The file of one's own. */
  config?: string;
  /** What to type first. */
  first: string;
  /** Nobody whom one may act as could start a run. */
  nobodyStarts: boolean;
  logsHere: boolean;
}

/** There is no build of the page yet, or one of other sources. */
export const BUILDING = 'The page is built first, which takes a few seconds …\n\n';

export function startText({ address, home, config, first, nobodyStarts, logsHere }: Opened): string {
  const what = config
    ? `metawsm works here with ${config}, in a Slack of its own. Nothing leaves this machine but what your agents do.`
    : 'This is metawsm in a Slack of its own: sample repositories, a sample ticket, and an agent that plays a script.';
  const end = home.kept
    ? 'Ctrl-C ends it. The home is kept; what agents do goes on meanwhile.'
    : 'Ctrl-C ends it and removes the home. To keep it, start with --home DIR.';
  return [
    what,
    '',
    `  Open        ${address}`,
    `  Then type   ${first}`,
    `  Home        ${home.root}`,
    ...(logsHere ? [] : [`  Bot's log   ${home.log}`]),
    '',
    ...(nobodyStarts && config
      ? [`Nobody here may start a run. Write this under \`access\` in ${config}: start: [everyone]`]
      : []),
    end,
    '',
  ].join('\n');
}

export const refusedBeside = (names: readonly string[]): string =>
  `The playground does not start beside real Slack tokens, so that nothing is posted by mistake.
The environment has ${names.join(', ')}. Start it without: env ${names.map((name) => `-u ${name}`).join(' ')} npm run playground\n`;

export const portRefused = (port: number, code: string | undefined): string => {
  const why = code === 'EACCES' ? 'may not be used by you' : 'is in use by another program';
  return `Port ${port} ${why}. Take another one, or leave --port away for a free one.\n`;
};

export const homeTaken = (root: string): string =>
  `Another playground runs with ${root}. End it first, or take another folder.\n`;

export const homeForeign = (root: string): string =>
  `${root} holds files that are not the playground's. Take an empty folder, or one that does not exist yet.\n`;

export const homeRefused = (dir: string, why: string): string =>
  `${dir} cannot be used as a home: ${why}. Take a folder that is yours.\n`;

export const lost = (exitCode: number | null, output: string): string =>
  `The bot ended again and again (${exitCode === null ? 'by a signal' : `exit code ${exitCode}`}). The end of its log:\n\n${output}\n`;

export const leaving = (kept: boolean): string =>
  kept ? '\nThe bot stops …\n' : '\nThe bot stops, and the home is removed …\n';
