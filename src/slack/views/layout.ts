/** From the parts of a message to blocks and to the text that screen readers and notifications use. */
import type {
  ActionsBlock,
  ContextBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  PlanBlock,
  SectionBlock,
} from '@slack/types';
import { cutMrkdwn, join, type Mrkdwn, plain, slices } from '../escape.js';
import { LIMITS } from '../limits.js';

export type Part =
  | { kind: 'title'; text: string }
  | { kind: 'text'; text: Mrkdwn }
  /** Small print. */
  | { kind: 'note'; text: Mrkdwn }
  /** What can be pressed, or chosen before something is pressed. */
  | { kind: 'actions'; block: ActionsBlock | InputBlock }
  /** The steps, and the same in words for those who do not see them. */
  | { kind: 'plan'; block: PlanBlock; text: Mrkdwn };

/** A message before Slack's limits. */
export interface Sheet {
  /** The first line of the notification: state and what is needed. */
  lead: Mrkdwn;
  parts: Part[];
  /** How to answer; survives every cut. */
  how?: Mrkdwn;
}

export interface Drawing {
  text: string;
  blocks: KnownBlock[];
}

export const title = (text: string): Part => ({ kind: 'title', text });
/** A paragraph; undefined and empty pieces vanish. */
export const text = (...pieces: (Mrkdwn | undefined)[]): Part => ({ kind: 'text', text: join(pieces) });
export const note = (...pieces: (Mrkdwn | undefined)[]): Part => ({ kind: 'note', text: join(pieces) });

/** The drawing of the first sheet that fits; where none does, the last one with its texts cut. */
export function fit(sheets: Iterable<Sheet>): Drawing {
  let last: Sheet | undefined;
  for (const sheet of sheets) {
    const blocks = blocksOf(sheet.parts);
    if (fits(blocks)) return { text: spoken(sheet), blocks };
    last = sheet;
  }
  if (!last) throw new Error('a message without a sheet');
  return { text: spoken(last), blocks: squeezed(last.parts) };
}

const fits = (blocks: readonly KnownBlock[]) =>
  blocks.length <= LIMITS.message.blocks && charsIn(blocks) <= LIMITS.message.chars;

/** All texts of all blocks together, as Slack counts them. */
export function charsIn(blocks: readonly KnownBlock[]): number {
  let chars = 0;
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') chars += key === 'text' || key === 'title' ? value.length : 0;
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, name);
  };
  walk(blocks, '');
  return chars;
}

const filled = (part: Part) => part.kind === 'actions' || String(part.text) !== '';

const blocksOf = (parts: readonly Part[]): KnownBlock[] => parts.filter(filled).flatMap(blocksFor);

function blocksFor(part: Part): KnownBlock[] {
  if (part.kind === 'actions' || part.kind === 'plan') return [part.block];
  if (part.kind === 'title') return [headerOf(part.text)];
  const pieces = sections(part.text.text);
  return pieces.map((piece) => (part.kind === 'note' ? contextOf(piece) : sectionOf(piece)));
}

const headerOf = (line: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: plain(line, LIMITS.header.text), emoji: false },
});

// Without `verbatim` Slack makes links and mentions of words that look like them.
const sectionOf = (mrkdwn: string): SectionBlock => ({
  type: 'section',
  expand: true,
  text: { type: 'mrkdwn', text: mrkdwn, verbatim: true },
});

const contextOf = (mrkdwn: string): ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: mrkdwn, verbatim: true }],
});

/** Pieces that fit a section, broken between lines where that is possible. */
function sections(mrkdwn: string): string[] {
  const size = LIMITS.section.text;
  const pieces: string[] = [];
  for (const line of mrkdwn.split('\n').flatMap((whole) => slices(whole, size))) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= size)
      pieces[pieces.length - 1] = `${last}\n${line}`;
    else pieces.push(line);
  }
  return pieces.filter((piece) => piece.trim() !== '');
}

/** Every text cut to an equal share; the plan is left out. */
function squeezed(parts: readonly Part[]): KnownBlock[] {
  const kept = parts.filter((part) => filled(part) && part.kind !== 'plan').slice(0, LIMITS.message.blocks);
  const actions = blocksOf(kept.filter((part) => part.kind === 'actions'));
  const texts = kept.filter((part) => part.kind === 'text' || part.kind === 'note');
  const room = LIMITS.message.chars - charsIn(actions) - LIMITS.header.text * kept.length;
  const share = Math.max(100, Math.min(LIMITS.section.text, Math.floor(room / Math.max(1, texts.length))));
  return kept.flatMap((part) => {
    if (part.kind === 'actions' || part.kind === 'plan' || part.kind === 'title') return blocksFor(part);
    const piece = cutMrkdwn(part.text.text, share);
    return [part.kind === 'note' ? contextOf(piece) : sectionOf(piece)];
  });
}

/** The whole message in words: lead, how to answer, and between them as much as fits. */
function spoken(sheet: Sheet): string {
  const lead = cutMrkdwn(sheet.lead.text || ' ', 800);
  const how = sheet.how?.text ?? '';
  const room = LIMITS.message.text - lead.length - how.length - 2;
  const body = sheet.parts.flatMap((part) =>
    part.kind === 'text' || part.kind === 'note' || part.kind === 'plan' ? [part.text] : [],
  );
  const rest = body.map(({ text: own }) => without(without(own, sheet.lead.text), how)).filter(Boolean);
  const middle = cutMrkdwn(rest.join('\n'), room);
  const whole = [lead, middle, how].filter((one) => one.trim() !== '').join('\n');
  return cutMrkdwn(unlinked(whole), LIMITS.message.text);
}

/** A part begins with the lead, or with how to answer; nobody wants to hear that twice. */
const without = (own: string, said: string): string =>
  said !== '' && own.startsWith(said) ? own.slice(said.length).trimStart() : own;

/** Slack makes links of addresses in `text`, where `verbatim` does not exist. */
const unlinked = (mrkdwn: string): string => mrkdwn.replace(/:\/\//gu, ':\u2060//');
