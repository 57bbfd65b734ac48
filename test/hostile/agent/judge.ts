/** What must not have left the bot, after everything. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reading } from '../../crash/database.js';
import type { Scene, Sprung } from './scene.js';
import { faultsIn, textsOf } from './texts.js';

const MOST_TOLD = 5;

export async function judgeAll(scene: Scene): Promise<string[]> {
  const { world } = scene;
  const { slack, ana, lines, home } = world;
  const sprung = scene.sprung();
  const files = slack.files(ana.dm());
  scene.met.files = files.length;
  scene.met['own traps sprung'] = sprung.filter(({ by, git }) => by === git).length;
  return [
    ...few(trapped(sprung)),
    ...few(
      slack.calls.flatMap(({ method, args }) => textsOf(args).flatMap((text) => faultsIn(method, text))),
    ),
    ...few(
      files.flatMap(({ name, text }) =>
        faultsIn(
          `the file ${name}`,
          name.includes('-diff-') ? text.replace(SHOWN_AS_IT_IS, '') : text.replace(LIVE_IN_TEXT, ''),
        ),
      ),
    ),
    ...few(lines.flatMap((line) => faultsIn('the log', line.replace(LIVE_IN_TEXT, '')))),
    ...few(await ofEvidence(home)),
    ...few(ofTickets(join(home, 'tickets'))),
  ];
}

/** An agent's own git obeys it; nobody else's may. */
const trapped = (sprung: Sprung[]) =>
  sprung
    .filter(({ by, git }) => by !== git)
    .map(({ by, git, what }) =>
      git === 'bot'
        ? `the bot’s git ran a program of ${by}: ${what}`
        : `the git of ${git} ran a program of ${by}: ${what}`,
    );

/** A file of text and a log know no mentions. */
const LIVE_IN_TEXT = /<[!@#][^>\s]*>?|<https:\/\/evil[^>]*>?/g;
/** A change is shown as it is, secrets apart. */
const SHOWN_AS_IT_IS = new RegExp(
  `${LIVE_IN_TEXT.source}|(?!\\n)[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069]`,
  'gu',
);

const few = (all: string[]): string[] =>
  all.length <= MOST_TOLD
    ? all
    : [...all.slice(0, MOST_TOLD), `and ${all.length - MOST_TOLD} more of this kind`];

/** What is kept of a run for good: its evidence and its merges. */
async function ofEvidence(home: string): Promise<string[]> {
  const rows = await reading(join(home, 'metawsm.sqlite'), (ask) => ask('SELECT id, snapshot FROM runs'));
  return (rows ?? []).flatMap(({ id, snapshot }) => {
    const { context } = JSON.parse(String(snapshot)) as { context: { evidence: unknown; merges: unknown } };
    return textsOf([context.evidence, context.merges]).flatMap((text) =>
      faultsIn(`the evidence of ${id}`, text.replace(SHOWN_AS_IT_IS, '')),
    );
  });
}

/** The documents that closing a run writes into the tree of tickets. */
function ofTickets(folder: string): string[] {
  if (!existsSync(folder)) return ['no run has closed a ticket'];
  const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.md'),
  );
  return [
    ...(documents.some((path) => /-run-/.test(path)) ? [] : ['no run has left a report with its ticket']),
    ...documents.flatMap((path) =>
      faultsIn(`the document ${path}`, readFileSync(join(folder, path), 'utf8').replace(LIVE_IN_TEXT, '')),
    ),
  ];
}
