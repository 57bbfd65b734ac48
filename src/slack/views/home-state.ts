/** What an App Home remembers between two gestures, and the buttons that only it has. */
import type { ListName, Pages } from '../../engine/look.js';

export const LISTS: readonly ListName[] = ['waiting', 'mine', 'active'];
export const FIRST_PAGES: Pages = { waiting: 1, mine: 1, active: 1 };

/** So many runs a page: as many as an eye takes in. */
export const PAGE_SIZES: Pages = { waiting: 5, mine: 5, active: 8 };

/** `action_id`s. */
export const HOME_IDS = { start: 'home_start', newer: 'home_newer', older: 'home_older' } as const;

export const writePages = (pages: Pages): string => JSON.stringify(pages);

/** Reads `private_metadata`; what is missing or was tampered with is the first page. */
export function readPages(json: string | undefined): Pages {
  const read = parsed(json);
  const of = (list: ListName): number => {
    const page = read[list];
    return typeof page === 'number' && Number.isSafeInteger(page) && page > 0 ? page : 1;
  };
  return { waiting: of('waiting'), mine: of('mine'), active: of('active') };
}

export interface Turn {
  list: ListName;
  page: number;
}

export const writeTurn = (turn: Turn): string => JSON.stringify(turn);

/** What `Newer` or `Older` asks for; undefined when it was tampered with. */
export function readTurn(value: string | undefined): Turn | undefined {
  const { list, page } = parsed(value);
  if (!LISTS.includes(list as ListName) || !Number.isSafeInteger(page) || Number(page) < 1) return undefined;
  return { list: list as ListName, page: Number(page) };
}

function parsed(json: string | undefined): Record<string, unknown> {
  try {
    return (JSON.parse(json ?? '') as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
