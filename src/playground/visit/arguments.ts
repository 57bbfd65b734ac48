/** The command line of the playground. */
import { parseArgs } from 'node:util';
import { nearest } from '../../run/nearest.js';

export interface Flags {
  /** Folder that is kept for the next time; without it a temporary one. */
  home?: string;
  /** A metawsm.yml of one's own. */
  config?: string;
  /** Of the page; any free one without it. */
  port: number;
  /** The bot's log to standard error. */
  log: boolean;
  /** The inspector is on from the start. */
  inspector: boolean;
  help: boolean;
}

/** The command line cannot be understood; `message` says what to type instead. The program exits 64 then. */
export class WrongUse extends Error {}

const OPTIONS = {
  home: { type: 'string' },
  config: { type: 'string' },
  port: { type: 'string' },
  log: { type: 'boolean' },
  inspector: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const NAMES = Object.keys(OPTIONS) as (keyof typeof OPTIONS)[];

export const USAGE = `metawsm in a browser: no Slack, no tokens, no agent.

  npm run playground                       a workspace made for the visit, removed at the end
  npm run playground -- --home DIR         the same, kept in DIR for the next time
  npm run playground -- --config FILE      your own metawsm.yml, repositories and agents

  --port N       the port of the page; without it any free one
  --log          shows the bot's log here; without it it goes into a file
  --inspector    shows from the start what happens inside
  --help         this text
`;

/** Reads the words after the program's name. Throws \`WrongUse\`. */
export function readFlags(words: readonly string[]): Flags {
  const { tokens } = parseArgs({ args: [...words], options: OPTIONS, strict: false, tokens: true });
  const values: Partial<Record<keyof typeof OPTIONS, string | true>> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') throw new WrongUse(`I do not know what to do with “${token.value}”.`);
    if (token.kind !== 'option') continue;
    const name = NAMES.find((one) => one === token.name);
    if (name === undefined) throw unknown(token.rawName, token.name);
    values[name] = given(name, token.value);
  }
  const { home, config, port } = values;
  return {
    ...(typeof home === 'string' && { home }),
    ...(typeof config === 'string' && { config }),
    port: typeof port === 'string' ? portOf(port) : 0,
    log: values.log === true,
    inspector: values.inspector === true,
    help: values.help === true,
  };
}

function unknown(written: string, name: string): WrongUse {
  const meant = nearest(name, NAMES);
  return new WrongUse(`There is no ${written}.${meant ? ` Did you mean --${meant}?` : ''}`);
}

function given(name: keyof typeof OPTIONS, value: string | undefined): string | true {
  if (OPTIONS[name].type === 'boolean') {
    if (value !== undefined) throw new WrongUse(`--${name} takes no value.`);
    return true;
  }
  if (value === undefined || value === '' || value.startsWith('--'))
    throw new WrongUse(`--${name} needs a value.`);
  return value;
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new WrongUse('--port needs a number from 0 to 65535.');
}
