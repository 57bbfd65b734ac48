/** What one person's App Home shows now, read from the stored runs and judged by the person's rights. */
import type { Look, Paged, Pages, RunSight } from '../engine/look.js';
import type { Evidence } from '../run/evidence.js';
import type { Outlook } from '../run/outlook.js';
import { sinceOf } from '../run/since.js';
import type { CardView, View } from '../run/views.js';
import type { Facts } from './gesture.js';
import type { Found } from './messages/health.js';
import type { DiskSight } from './messages/home.js';
import type { HomeContents } from './views/home.js';
import type { HomeRun } from './views/home-lists.js';
import { PAGE_SIZES } from './views/home-state.js';

export interface SightOptions {
  look: Pick<Look, 'overview' | 'maySee' | 'holds' | 'admins' | 'known'>;
  facts: Pick<Facts, 'ensure'>;
  linkOf: (run: RunSight['run']) => string | undefined;
  disk: () => DiskSight;
  health: () => Promise<readonly Found[]>;
}

/** Reads only, but fetches the facts of a person who has none yet. */
export async function homeOf(person: string, pages: Pages, options: SightOptions): Promise<HomeContents> {
  const { look, facts, disk, health, linkOf } = options;
  let may = await look.maySee(person);
  if (may === undefined) {
    await facts.ensure(person);
    may = await look.maySee(person);
  }
  if (may === undefined) return { kind: 'unknown' };
  if (!may) return { kind: 'stranger', admins: look.admins };
  const { waiting, mine, active } = await look.overview(person, pages, PAGE_SIZES);
  const shown = ({ rows, ...rest }: Paged<RunSight>): Paged<HomeRun> => ({
    ...rest,
    rows: rows.flatMap((sight) => homeRun(sight, person, linkOf(sight.run))),
  });
  const lists = { waiting: shown(waiting), mine: shown(mine), active: shown(active) };
  const mayStart = (await look.holds(person, 'start')) === true;
  const { repos } = look.known;
  return { kind: 'overview', lists, disk: disk(), health: await health(), repos, mayStart };
}

function homeRun({ run, status, views }: RunSight, person: string, link: string | undefined): HomeRun[] {
  const card = views.get('card');
  if (card?.kind !== 'card') return [];
  const waits = card.waitingFor?.user === person ? waitingMessage(card, views) : undefined;
  return [
    {
      card: light(card),
      since: sinceOf(run, status),
      ...(waits ? { waits: light(waits) } : {}),
      ...(link === undefined ? {} : { link }),
    },
  ];
}

/** The message with the buttons that are waited for. */
function waitingMessage(card: CardView, views: Outlook): View {
  const { question, request } = card.waitingFor ?? {};
  const ref = question ? `question:${question.id}` : request ? `guidance:${request.id}` : undefined;
  if (ref !== undefined) return views.get(ref) ?? card;
  const asking = [...views.values()].findLast(
    ({ kind, actions }) => (kind === 'brief' || kind === 'summary') && actions.length > 0,
  );
  return asking ?? card;
}

/** Without the outputs of checks, which no App Home shows and which are long. */
function light<V extends View>(view: V): V {
  return 'evidence' in view && view.evidence ? { ...view, evidence: silent(view.evidence) } : view;
}

const silent = (evidence: Evidence): Evidence => ({
  ...evidence,
  results: evidence.results.map((result) => ({ ...result, output: '' })),
});
