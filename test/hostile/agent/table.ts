/** Everything that is tried. */
import { BY_FILES } from './by-files.js';
import { BY_GIT } from './by-git.js';
import { BY_OUTPUT } from './by-output.js';
import { BY_PROCESSES } from './by-processes.js';
import { BY_PROTOCOL } from './by-protocol.js';
import { BY_WORDS } from './by-words.js';
import type { Misdeed } from './misdeed.js';

export const MISDEEDS: readonly Misdeed[] = [
  ...BY_FILES,
  ...BY_OUTPUT,
  ...BY_GIT,
  ...BY_PROCESSES,
  ...BY_WORDS,
  ...BY_PROTOCOL,
];
