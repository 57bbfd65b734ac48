/** What an agent said, as paragraphs, lists and code. One pass over the lines. Pure. */

export interface ListItem {
  /** `1`, `b`, or `-` of an item without number. */
  mark: string;
  text: string;
}

export type Block =
  | { kind: 'text'; lines: string[] }
  | { kind: 'list'; items: ListItem[] }
  | { kind: 'code' };

const FENCE = /^\s{0,3}(`{3,}|~{3,})/u;
const ITEM = /^\s{0,4}\*{0,2}(?:\(?(\d{1,2}|[A-Za-z])[.)]|([-*•]))\*{0,2}[ \t]+(\S.*)$/u;

export function blocksOf(said: string): Block[] {
  const blocks: Block[] = [];
  let fence = '';
  let isApart = true;
  for (const line of said.split(/\r?\n/u)) {
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (fence !== '') {
      if (mark.startsWith(fence)) fence = '';
    } else if (mark !== '') {
      fence = mark;
      blocks.push({ kind: 'code' });
    } else if (line.trim() !== '') take(blocks, line, isApart);
    isApart = line.trim() === '' || mark !== '';
  }
  return blocks;
}

/** `isApart`: nothing stands directly above. */
function take(blocks: Block[], line: string, isApart: boolean): void {
  const last = blocks.at(-1);
  const item = itemIn(line);
  if (item && last?.kind === 'list') last.items.push(item);
  else if (item) blocks.push({ kind: 'list', items: [item] });
  else if (last?.kind === 'list' && /^\s{2}/u.test(line)) last.items.at(-1)!.text += ` ${line.trim()}`;
  else if (last?.kind === 'text' && !isApart) last.lines.push(line.trim());
  else blocks.push({ kind: 'text', lines: [line.trim()] });
}

function itemIn(line: string): ListItem | undefined {
  const [, numbered, bullet, text] = ITEM.exec(line) ?? [];
  const mark = numbered?.toLowerCase() ?? (bullet === undefined ? undefined : '-');
  return mark === undefined || text === undefined ? undefined : { mark, text: withoutBold(text) };
}

const withoutBold = (text: string): string => text.replaceAll('**', '').trim();

/** The block as it is shown. */
export function textOf(block: Block): string {
  if (block.kind === 'text') return block.lines.join('\n');
  if (block.kind === 'code') return '[code]';
  return block.items.map(({ mark, text }) => `${mark === '-' ? '•' : `${mark}.`} ${text}`).join('\n');
}
