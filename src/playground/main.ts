/** `npm run playground`: the command line, the environment, and how it ends. */
import { tmpdir } from 'node:os';
import { ConfigFault } from '../config.js';
import { inheritForGit } from '../shell/git.js';
import { builtPage } from './scene/built-page.js';
import { openPage } from './scene/door.js';
import { SavedFault } from './server/saved.js';
import { type Flags, readFlags, USAGE, WrongUse } from './visit/arguments.js';
import { type Home, HomeForeign, leaveHome, openHome, sweepHomes } from './visit/homes.js';
import { HomeTaken } from './visit/inhabitants.js';
import { whenParentIsGone } from './visit/parent.js';
import { realTokensIn } from './visit/real-slack.js';
import { NoPage, startVisit, type Visit } from './visit/visit.js';
import {
  BUILDING,
  homeForeign,
  homeRefused,
  homeTaken,
  leaving,
  lost,
  portRefused,
  refusedBeside,
} from './visit/words.js';

/** sysexits.h */
const EXIT = { usage: 64, software: 70, configuration: 78 } as const;
/** Keys at a terminal reach npm and this program, and npm hands on what it gets: that is one wish, not two. */
const ONE_WISH_MS = 1_000;

const flags = flagsOf();
if (flags.help) leave(USAGE, 0, process.stdout);
const tokens = realTokensIn(process.env);
if (tokens.length > 0) leave(refusedBeside(tokens), EXIT.configuration);
inheritForGit(process.env);

const home = await homeOf();
let visit: Promise<Visit> | undefined;
let endingSince: number | undefined;
// A terminal that was closed takes no last words.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
// npm that is killed hands on nothing.
if (process.env.npm_lifecycle_event === 'playground') whenParentIsGone(() => void end(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  visit = startVisit({
    flags,
    home,
    env: process.env,
    cwd: process.cwd(),
    folder: builtPage(undefined, () => process.stdout.write(BUILDING)),
    openPage,
    say: (text) => process.stdout.write(text),
    onLost: (exitCode, output) => {
      process.stderr.write(lost(exitCode, output));
      void end(exitCode === EXIT.configuration ? exitCode : EXIT.software);
    },
  });
  await visit;
} catch (error) {
  await leaveHome(home);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'listen') leave(portRefused(flags.port, code), EXIT.configuration);
  if (error instanceof ConfigFault || error instanceof SavedFault)
    leave(`${error.message}\n`, EXIT.configuration);
  if (error instanceof NoPage) leave(`${error.message}\n`, EXIT.software);
  throw error;
}

/** A second wish does not wait for what is under way. */
async function end(code: number): Promise<void> {
  const again = endingSince !== undefined;
  if (again && Date.now() - (endingSince ?? 0) < ONE_WISH_MS) return;
  endingSince = Date.now();
  if (!again) process.stdout.write(leaving(home.kept));
  await visit?.then(
    (open) => open.close(again),
    () => undefined,
  );
  process.exit(code);
}

/** The home of this visit, after those whose playground was killed are gone. */
async function homeOf(): Promise<Home> {
  await sweepHomes(tmpdir());
  try {
    return openHome(flags.home, process.cwd(), tmpdir());
  } catch (error) {
    if (error instanceof HomeTaken) leave(homeTaken(error.message), EXIT.configuration);
    if (error instanceof HomeForeign) leave(homeForeign(error.message), EXIT.configuration);
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code && syscall) leave(homeRefused(flags.home ?? tmpdir(), message), EXIT.configuration);
    throw error;
  }
}

function flagsOf(): Flags {
  try {
    return readFlags(process.argv.slice(2));
  } catch (error) {
    if (error instanceof WrongUse) leave(`${error.message}\n\n${USAGE}`, EXIT.usage);
    throw error;
  }
}

function leave(words: string, code: number, stream: NodeJS.WriteStream = process.stderr): never {
  stream.write(words);
  process.exit(code);
}
