/** Slack's mrkdwn in wire form, as a tree: what is a fence, what a quote, what a paragraph. */
import { type Bare, type Inline, inlines } from './inline.js';
import { decoded, withoutSequences } from './sequences.js';

export type TextBlock =
  | { is: 'paragraph'; inner: Inline[] }
  | { is: 'quote'; inner: Inline[] }
  | { is: 'fence'; text: string };

const FENCE = /```([\s\S]*?)```/g;

/**
 * Never throws. `bare` says what comes alive without being marked: addresses in a message's text, names too in a
 * mrkdwn object, nothing where it is `verbatim`.
 */
export function mrkdwn(text: string, bare: Bare): TextBlock[] {
  const blocks: TextBlock[] = [];
  let from = 0;
  for (const found of text.matchAll(FENCE)) {
    if (found[1]?.trim() === '') continue;
    blocks.push(...lineBlocks(text.slice(from, found.index).replace(/\n$/, ''), bare));
    blocks.push({ is: 'fence', text: decoded(withoutSequences(trimmed(found[1] ?? ''))) });
    from = found.index + found[0].length;
    if (text[from] === '\n') from += 1;
  }
  blocks.push(...lineBlocks(text.slice(from), bare));
  return blocks;
}

const trimmed = (code: string): string => code.replace(/^\n/, '').replace(/\n$/, '');

/** `>>>` quotes all that follows. */
const REST = /^(?:>|&gt;){3}/;
const QUOTED = /^(?:>|&gt;) ?/;

function lineBlocks(text: string, bare: Bare): TextBlock[] {
  if (text === '') return [];
  const groups: { is: 'paragraph' | 'quote'; lines: string[] }[] = [];
  let isRest = false;
  for (const line of text.split('\n')) {
    const begins: boolean = !isRest && REST.test(line);
    isRest ||= begins;
    const is = isRest || QUOTED.test(line) ? 'quote' : 'paragraph';
    const shown = begins ? line.replace(REST, '').trimStart() : isRest ? line : line.replace(QUOTED, '');
    const last = groups.at(-1);
    if (last?.is === is) last.lines.push(shown);
    else groups.push({ is, lines: [shown] });
  }
  return groups.map(({ is, lines }) => ({ is, inner: inlines(lines.join('\n'), bare) }));
}
