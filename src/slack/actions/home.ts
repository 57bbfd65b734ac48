/** The App Home: opened, left, paged, and the buttons of runs pressed in it. */
import type { AnswerWays } from '../answer.js';
import { conclude, type Tools, type Visit } from '../gesture.js';
import type { Homes } from '../homes.js';
import { pressStartAgain } from '../messages/home.js';
import { dialog } from '../views/home.js';
import { HOME_IDS, readPages, readTurn, type Turn } from '../views/home-state.js';
import type { Clicked } from '../views/press.js';
import { onPress, type PressTools } from './presses.js';
import { draftFor, openStartForm } from './start-form.js';

/** What `app_home_opened` tells; everything may be missing. */
export interface HomeOpened {
  user?: unknown;
  tab?: unknown;
  /** What Slack shows until something else is published. */
  view?: unknown;
}

/** Publishes the home of whoever opens it; another tab leaves it. */
export function onHomeOpened({ user, tab, view }: HomeOpened, homes: Pick<Homes, 'opened' | 'left'>): void {
  if (typeof user !== 'string') return;
  if (tab === 'home') homes.opened(user, view !== undefined);
  else homes.left(user);
}

/** The view of a click or form, as far as it is read. */
export interface FromView {
  type?: string;
  private_metadata?: string;
}

/** Whether a form was opened in an App Home. */
export function wasOpenedInHome({ private_metadata }: FromView): boolean {
  try {
    return (JSON.parse(private_metadata ?? '') as { home?: unknown } | null)?.home === true;
  } catch {
    return false;
  }
}

/**
 * How somebody is answered who is in their App Home, where there is no channel: by a dialog, which cannot be overlooked,
 * or at the top of the home, where no trigger opens one.
 */
export const answerInHome =
  (person: string, homes: Pick<Homes, 'note'>, opens?: Visit['opens']): NonNullable<AnswerWays['show']> =>
  async (words, below) => {
    if (below.length > 0 || !(await opens?.(dialog(words)))) homes.note(person, words, below);
    return true;
  };

/** A click in an App Home. */
export async function onHomePress(
  clicked: Clicked,
  view: FromView,
  trigger: string | undefined,
  visit: Visit,
  tools: PressTools & { homes: Pick<Homes, 'touched' | 'refresh'> },
): Promise<void> {
  const { homes } = tools;
  const pages = readPages(view.private_metadata);
  const turn = turnOf(clicked);
  homes.touched(visit.actor, turn ? { ...pages, [turn.list]: turn.page } : pages);
  try {
    if (turn) await conclude(visit, tools.tools);
    else if (clicked.action_id === HOME_IDS.start) await begin(visit, tools.tools);
    else await onPress(clicked, trigger, visit, tools);
  } finally {
    homes.refresh(visit.actor);
  }
}

const turnOf = ({ action_id, value }: Clicked): Turn | undefined =>
  action_id === HOME_IDS.newer || action_id === HOME_IDS.older ? readTurn(value) : undefined;

const begin = (visit: Visit, tools: Tools): Promise<void> =>
  openStartForm({ ...draftFor(undefined, tools.look.known), home: true }, pressStartAgain(), visit, tools);
