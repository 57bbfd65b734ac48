/** The lists of the App Home, a page of each. */
import type { ActionsBlock, Button, KnownBlock, SectionBlock } from '@slack/types';
import type { ListName, Paged } from '../../engine/look.js';

import type { CardView, View } from '../../run/views.js';
import { cutMrkdwn, join, type Mrkdwn } from '../escape.js';
import { LIMITS } from '../limits.js';
import { HOME_LABELS, HOME_TITLES, heading, NONE, runLines, spokenLabel } from '../messages/home.js';
import { whatWaits } from '../messages/home-waiting.js';
import type { Detail } from '../messages/words.js';
import { plain } from './buttons.js';
import { cardMenu, messageButtons } from './home-buttons.js';
import { HOME_IDS, PAGE_SIZES, writeTurn } from './home-state.js';
import { optionList } from './options.js';

/** One run as the App Home needs it. */
export interface HomeRun {
  card: CardView;
  /** The message that asks for something, while somebody is waited for. */
  waits?: View;
  /** Address of the card; absent while Slack does not have it. */
  link?: string;
  since: string;
}

/**
 * Heading, runs and, where there are more of them, the buttons to the other pages. `pressable`: runs whose card has its
 * buttons further up already.
 */
export function list(name: ListName, shown: Paged<HomeRun>, pressable: ReadonlySet<string>): KnownBlock[] {
  const { rows, page, total } = shown;
  const from = (page - 1) * PAGE_SIZES[name] + 1;
  return [
    header(heading(name, { from, to: from + rows.length - 1, total })),
    ...(rows.length === 0 ? [section(NONE[name])] : rows.flatMap((run) => entry(name, run, pressable))),
    ...pager(name, shown),
  ];
}

function entry(name: ListName, run: HomeRun, pressable: ReadonlySet<string>): KnownBlock[] {
  const lines = runLines(run.card, run, { withPerson: name === 'active', withAim: !tellsAim(name, run) });
  if (name === 'active') return [{ ...section(lines), ...cardMenu(run.card, name) }];
  if (name === 'mine')
    return [section(lines), ...(pressable.has(run.card.run.id) ? [] : messageButtons(run.card, name))];
  const { waits } = run;
  if (!waits) return [section(lines)];
  return [section(join([lines, whatWaits(waits), options(waits)])), ...messageButtons(waits, name)];
}

/** A brief says itself what the run is for, and a question begins with it. */
const tellsAim = (name: ListName, { waits }: HomeRun): boolean =>
  name === 'waiting' && (waits?.kind === 'brief' || waits?.kind === 'question');

const SHORT: Detail = { commits: 0, output: 0, text: 150, rows: 0 };

/** Options that their buttons do not show whole. */
function options(view: View): Mrkdwn | undefined {
  const texts = view.actions.flatMap((action) => (action.do === 'answer' ? [action.text] : []));
  const whole =
    texts.length <= LIMITS.optionButtons && texts.every((text) => text.length <= LIMITS.button.text);
  return whole ? undefined : optionList(texts.slice(0, 10), SHORT);
}

function pager(name: ListName, { page, pages }: Paged<unknown>): ActionsBlock[] {
  if (pages === 1) return [];
  const elements = [
    ...(page > 1 ? [turn(name, page - 1, 'newer')] : []),
    ...(page < pages ? [turn(name, page + 1, 'older')] : []),
  ];
  return [{ type: 'actions', block_id: `${name}/pages`, elements }];
}

const turn = (list: ListName, page: number, way: 'newer' | 'older'): Button => ({
  type: 'button',
  action_id: HOME_IDS[way],
  text: plain(HOME_LABELS[way], LIMITS.button.text),
  value: writeTurn({ list, page }),
  accessibility_label: spokenLabel(HOME_LABELS[way], HOME_TITLES[list]),
});

export const header = (text: string): KnownBlock => ({
  type: 'header',
  text: plain(text, LIMITS.header.text),
});

export const section = (words: Mrkdwn): SectionBlock => ({
  type: 'section',
  expand: true,
  text: { type: 'mrkdwn', text: cutMrkdwn(words.text, LIMITS.section.text), verbatim: true },
});
