/** What `doctor` says: like the rest of the catalogue, but what is well has nothing to do. */
import type { ErrorText } from '../errors.js';
import { DOCTOR_AGENTS } from './doctor/agents.js';
import { DOCTOR_GIT } from './doctor/git.js';
import { DOCTOR_GITHUB } from './doctor/github.js';
import { DOCTOR_PEOPLE } from './doctor/people.js';
import { DOCTOR_SETUP } from './doctor/setup.js';
import { DOCTOR_SLACK } from './doctor/slack.js';
import { DOCTOR_STORES } from './doctor/stores.js';

/** Headings, by subject. */
export const DOCTOR_SUBJECTS = {
  setup: 'Set-up',
  slack: 'Slack',
  people: 'Channels and people',
  git: 'Git and repositories',
  agents: 'Agents',
  database: 'Database',
  disk: 'Disk',
  github: 'GitHub',
} as const;

export const DOCTOR = {
  ...DOCTOR_SETUP,
  ...DOCTOR_SLACK,
  ...DOCTOR_PEOPLE,
  ...DOCTOR_GIT,
  ...DOCTOR_AGENTS,
  ...DOCTOR_STORES,
  ...DOCTOR_GITHUB,
} as const satisfies Record<string, ErrorText>;
