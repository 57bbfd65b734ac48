/** What went wrong and what to do, from the codes of `errors`. */

import { ERRORS, explain, type Fill } from '../../errors.js';
import type { Trouble } from '../../run/evidence.js';
import {
  code as codeSpan,
  cut,
  escaped,
  fence,
  join,
  type Mrkdwn,
  oneLine,
  say,
  unmention,
} from '../escape.js';
import type { Detail } from './words.js';

export interface Explained {
  what: Mrkdwn;
  todo: Mrkdwn;
}

/** The two sentences of a code; what is filled in is foreign and made harmless. */
export function explained(code: string, fill: Fill = {}): Explained {
  const known = Object.hasOwn(ERRORS, code);
  const harmless = Object.fromEntries(
    Object.entries(known ? fill : { detail: code }).map(([key, value]) => [key, inline(String(value))]),
  );
  const { what, todo } = explain(known ? code : 'internal', harmless);
  return { what: escaped(what.replace(/ {2,}/gu, ' ')), todo: escaped(todo.replace(/ {2,}/gu, ' ')) };
}

// Backticks of the catalogue name buttons; those of others must not look like them.
const inline = (value: string): string => unmention(cut(oneLine(value), 300)).replace(/`/gu, 'ˋ');

/** Both sentences of a trouble in one paragraph. */
export function troubleLine(trouble: Trouble): Mrkdwn {
  const { what, todo } = explained(trouble.code, fillOf(trouble));
  return join([what, todo], ' ');
}

function fillOf(trouble: Trouble): Fill {
  const fill: Fill = {};
  if (trouble.repo !== undefined) fill.repo = trouble.repo;
  if (trouble.detail !== undefined) fill.detail = trouble.detail;
  return fill;
}

/** The words of the program concerned, unless the sentences hold them already. */
export function troubleDetail(trouble: Trouble, detail: Detail): Mrkdwn | undefined {
  if (!trouble.detail?.trim() || namesDetail(trouble.code)) return undefined;
  return fence(trouble.detail, detail.output);
}

function namesDetail(code: string): boolean {
  const { what, todo } = explain(Object.hasOwn(ERRORS, code) ? code : 'internal', {});
  const filled = explain(Object.hasOwn(ERRORS, code) ? code : 'internal', { detail: '\u0000' });
  return filled.what !== what || filled.todo !== todo;
}

/** A trouble as a paragraph and, below it, the words of the program concerned. */
export const troubleParts = (trouble: Trouble, detail: Detail): Mrkdwn[] => {
  const words = troubleDetail(trouble, detail);
  return [troubleLine(trouble), ...(words ? [words] : [])];
};

/** ` in repository api`, or nothing. */
export const inRepository = (repo: string | undefined): Mrkdwn | '' =>
  repo ? say` in repository ${codeSpan(repo)}` : '';
