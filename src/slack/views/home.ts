/** The App Home: what waits for the person, their runs, all active ones, disk and health. */
import type { Button, HomeView, KnownBlock, ModalView } from '@slack/types';
import type { ListName, Paged, Pages } from '../../engine/look.js';

import type { Mrkdwn } from '../escape.js';
import { LIMITS } from '../limits.js';
import { type Found, healthLines } from '../messages/health.js';
import {
  beginning,
  DIALOG,
  DISK_TITLE,
  type DiskSight,
  diskLines,
  HEALTH_TITLE,
  HOME_LABELS,
  quiet,
  stranger,
  unknownPerson,
} from '../messages/home.js';
import { plain } from './buttons.js';
import { type HomeRun, header, list, section } from './home-lists.js';
import { HOME_IDS, LISTS, writePages } from './home-state.js';

/** What one person's App Home shows. */
export type HomeContents =
  /** Slack did not tell who it is. */
  | { kind: 'unknown' }
  /** No right at all; `admins` may give one. */
  | { kind: 'stranger'; admins: readonly string[] }
  | {
      kind: 'overview';
      lists: Record<ListName, Paged<HomeRun>>;
      disk: DiskSight;
      health: readonly Found[];
      /** Names of the configured repositories. */
      repos: readonly string[];
      mayStart: boolean;
    };

/** Something said to this person alone, with buttons of ours below. */
export interface HomeNote {
  words: Mrkdwn;
  below: readonly KnownBlock[];
}

export function homeView(contents: HomeContents, note?: HomeNote): HomeView {
  const above: KnownBlock[] = note ? [section(note.words), ...note.below, divider] : [];
  const pages = contents.kind === 'overview' ? pagesOf(contents.lists) : undefined;
  return {
    type: 'home',
    blocks: [...above, ...bodyOf(contents)].slice(0, LIMITS.home.blocks),
    ...(pages ? { private_metadata: writePages(pages) } : {}),
  };
}

function bodyOf(contents: HomeContents): KnownBlock[] {
  if (contents.kind === 'unknown') return [section(unknownPerson())];
  if (contents.kind === 'stranger') return [section(stranger(contents.admins))];
  const { lists, disk, health, repos, mayStart } = contents;
  const isQuiet = LISTS.every((name) => lists[name].total === 0);
  const pressable = new Set(
    lists.waiting.rows.flatMap(({ card, waits }) => (waits?.kind === 'card' ? [card.run.id] : [])),
  );
  const top = [
    ...(isQuiet ? [section(mayStart ? beginning(repos) : quiet())] : []),
    ...(mayStart ? [begin] : []),
  ];
  const runs = isQuiet ? [] : LISTS.flatMap((name) => [...list(name, lists[name], pressable), divider]);
  return [
    ...top,
    ...(isQuiet ? [divider] : runs),
    header(DISK_TITLE),
    section(diskLines(disk)),
    header(HEALTH_TITLE),
    section(healthLines(health)),
  ];
}

const startButton: Button = {
  type: 'button',
  action_id: HOME_IDS.start,
  text: plain(HOME_LABELS.start, LIMITS.button.text),
  style: 'primary',
};

const begin: KnownBlock = { type: 'actions', block_id: 'begin', elements: [startButton] };
const divider: KnownBlock = { type: 'divider' };

const pagesOf = (lists: Record<ListName, Paged<HomeRun>>): Pages => ({
  waiting: lists.waiting.page,
  mine: lists.mine.page,
  active: lists.active.page,
});

/** A home of one sentence. */
export const plainHome = (words: Mrkdwn): HomeView => ({ type: 'home', blocks: [section(words)] });

/** A dialog that says one thing and is closed. */
export const dialog = (words: Mrkdwn): ModalView => ({
  type: 'modal',
  title: plain(DIALOG.title, LIMITS.modal.title),
  close: plain(DIALOG.close, LIMITS.modal.close),
  blocks: [section(words)],
});
