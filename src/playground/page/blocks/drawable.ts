/** Blocks as the library can draw them. */
import { type Json, records, text } from '../../server/json.js';

/** The blocks to draw in place of one. */
export function drawable(block: Json): Json[] {
  if (block.type === 'markdown') return [{ ...block, text: withoutPictures(text(block.text)) }];
  return block.type === 'rich_text' ? listsApart(block) : [block];
}

/** The library goes on counting in a numbered list after one with bullets. */
function listsApart(block: Json): Json[] {
  const groups: Json[][] = [[]];
  for (const part of records(block.elements)) {
    const last = groups.at(-1)!;
    if (isOtherList(last.at(-1), part)) groups.push([part]);
    else last.push(part);
  }
  return groups.map((elements) => ({ type: 'rich_text', elements }));
}

const isOtherList = (before: Json | undefined, part: Json): boolean =>
  before?.type === 'rich_text_list' && part.type === 'rich_text_list' && before.style !== part.style;

const CODE = /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]+`)/;

/** Pictures become links: loading one would tell a foreign server what was written into its address. */
export function withoutPictures(markdown: string): string {
  return markdown
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/!(?=\[)/g, '')))
    .join('');
}
