/** What stands in a section, one line for each item of a list, each paragraph and each line of code. Pure. */
import type { Line } from './markdown.js';

const ITEM = /^\s*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(\S.*)$/u;
const QUOTED = /^\s*>[ \t]?/u;

export function itemsOf(lines: readonly Line[]): string[] {
  const items: string[] = [];
  /** What still belongs to the last item: a wrapped line always, after a gap only an indented one. */
  let goesOn: 'always' | 'indented' | 'never' = 'never';
  let isList = false;
  const begin = (text: string, next: typeof goesOn) => {
    items.push(text);
    goesOn = next;
  };
  for (const { text: raw, isCode } of lines) {
    const text = isCode ? raw : raw.replace(QUOTED, '').replace(/\\$/u, '');
    const item = isCode ? undefined : ITEM.exec(text)?.[1];
    if (text.trim() === '' || (!isCode && isRule(text))) goesOn = isList ? 'indented' : 'never';
    else if (isCode || /^\s*\|/u.test(text)) begin(text, 'never');
    else if (item !== undefined) {
      begin(item, 'always');
      isList = true;
    } else if (goesOn === 'always' || (goesOn === 'indented' && /^(?: {2}|\t)/u.test(text))) {
      items[items.length - 1] += ` ${text.trim()}`;
      goesOn = 'always';
    } else {
      begin(text, 'always');
      isList = false;
    }
    if (!isCode && BROKEN.test(raw)) goesOn = 'never';
  }
  return items;
}

/** A line that ends where its author broke it. */
const BROKEN = / {2}$|\\$/u;

const isRule = (text: string) => /^(?:\*\*\*+|---+|___+)$/u.test(text.replace(/[ \t]/gu, ''));
