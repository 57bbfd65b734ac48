/** What `doctor` says of GitHub. */
import type { ErrorText } from '../../errors.js';
import { well } from './well.js';

export const DOCTOR_GITHUB = {
  doctor_github: well('Issues can be read {detail}.'),
  doctor_github_refused: {
    what: 'GitHub refuses the token ({detail}).',
    todo: 'Make a new one that may read issues, and put it into .env as GITHUB_TOKEN; or leave it empty to use `gh`.',
  },
  doctor_github_silent: {
    what: 'GitHub could not be asked: {detail}.',
    todo: 'Check the network and GITHUB_API_URL. Only issues as tickets need it.',
  },
  doctor_github_login: {
    what: '`gh` is there, but not logged in, so issues cannot be tickets.',
    todo: 'As the bot’s user `gh auth login`, or set GITHUB_TOKEN. Leave it where you do not want that.',
  },
} as const satisfies Record<string, ErrorText>;
