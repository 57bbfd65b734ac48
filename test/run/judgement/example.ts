/** How an example of the judgement is written down, and the repositories that all of them speak of. */
import type { Field } from '../../../src/run/context.js';
import type { RepoFacts } from '../../../src/run/repository.js';

export interface Example {
  language: 'en' | 'de' | 'fr' | 'es';
  field: Exclude<Field, 'merge'>;
  text: string;
  /** What a careful colleague says: can one work from it? */
  enough: boolean;
  /** Other fields of the same draft, where the judgement of this one depends on them. */
  beside?: Partial<Record<Field, string>>;
  /** Repositories of the run. Default: api and web. */
  repos?: readonly (keyof typeof REPOS)[];
}

/** An example without what its rows share. */
type Short = [Example['language'], string, Omit<Example, 'language' | 'field' | 'text' | 'enough'>?];
/** Rows of one field and one verdict. */
export const all = (field: Example['field'], enough: boolean, rows: Short[]): Example[] =>
  rows.map(([language, text, more]) => ({ language, field, text, enough, ...more }));

const facts = (name: string, more: Partial<RepoFacts>): RepoFacts => ({
  name,
  base: 'main',
  baseCommit: 'a'.repeat(40),
  detected: [],
  configured: [],
  areas: [],
  ...more,
});

/** A server, a page, a tool without checks. */
export const REPOS = {
  api: facts('api', {
    configured: ['npm test'],
    detected: ['npm test', 'npm run lint', 'npm run build'],
    areas: [
      'src',
      'test',
      'docs',
      'migrations',
      '.github',
      'README.md',
      'CHANGELOG.md',
      'package.json',
      'Dockerfile',
      'src/login',
      'src/orders',
      'src/billing',
      'src/mail',
      'src/shared',
      'test/login',
      'test/orders',
      'docs/adr',
      '.github/workflows',
    ],
  }),
  web: facts('web', {
    detected: ['pnpm test', 'pnpm run build'],
    areas: [
      'app',
      'components',
      'public',
      'e2e',
      'README.md',
      'package.json',
      'next.config.js',
      'app/checkout',
      'app/account',
      'components/header',
      'components/forms',
      'public/fonts',
    ],
  }),
  tool: facts('tool', { areas: ['cmd', 'internal', 'go.mod', 'README.md', 'cmd/tool', 'internal/parse'] }),
} as const satisfies Record<string, RepoFacts>;
