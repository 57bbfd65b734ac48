/** Everything that leaves for Slack passes here: secrets out, drawn, secrets out again, limits kept. */
import type { HomeView, InputBlock, ModalView } from '@slack/types';
import type { View } from '../run/views.js';
import { cutMrkdwn, escaped, join, Mrkdwn } from './escape.js';
import { LIMITS } from './limits.js';
import { draw } from './views/draw.js';
import { type HomeContents, type HomeNote, homeView } from './views/home.js';
import { type Drawing, fit, text } from './views/layout.js';

export type Redact = (text: string) => string;

export interface Outfit {
  /** Stands above the message. */
  above?: Mrkdwn;
  /** Whether a card shows its plan. Default true. */
  plan?: boolean;
}

/** A view as Slack takes it, without secrets. */
export function outgoing(view: View, redact: Redact, { above, plan = true }: Outfit = {}): Drawing {
  const drawing = clean(draw(withoutSecrets(view, redact), plan), redact);
  return above ? headed(drawing, above) : drawing;
}

/** A sentence of the house, or a plain string of ours in which nothing is alive. */
export function outgoingWords(words: Mrkdwn | string, redact: Redact): Drawing {
  const message = words instanceof Mrkdwn ? words : escaped(words);
  return clean(fit([{ lead: message, parts: [text(message)] }]), redact);
}

/** A form without secrets: an input that would show one stays empty, and empty then means "as it is". */
export function outgoingForm(form: ModalView, redact: Redact): ModalView {
  const blocks = form.blocks.map((block) => (isInput(block) ? secretFree(block, redact) : block));
  return { ...form, blocks: redactTexts(blocks, redact) as ModalView['blocks'] };
}

/** An App Home without secrets. */
export function outgoingHome(contents: HomeContents, redact: Redact, note?: HomeNote): HomeView {
  const view = homeView(withoutSecrets(contents, redact), note);
  return { ...view, blocks: redactTexts(view.blocks, redact) as HomeView['blocks'] };
}

const isInput = (block: ModalView['blocks'][number]): block is InputBlock => block.type === 'input';

function secretFree(block: InputBlock, redact: Redact): InputBlock {
  if (block.element.type !== 'plain_text_input') return block;
  const { initial_value: given, ...element } = block.element;
  return given === undefined || redact(given) === given ? block : { ...block, optional: true, element };
}

const headed = (drawing: Drawing, above: Mrkdwn): Drawing => {
  const [first] = fit([{ lead: above, parts: [text(above)] }]).blocks;
  return {
    text: cutMrkdwn(join([above, new Mrkdwn(drawing.text)]).text, LIMITS.message.text),
    blocks: first ? [first, ...drawing.blocks.slice(0, LIMITS.message.blocks - 1)] : drawing.blocks,
  };
};

function clean({ text: words, blocks }: Drawing, redact: Redact): Drawing {
  return {
    text: cutMrkdwn(redact(words), LIMITS.message.text),
    blocks: redactTexts(blocks, redact) as Drawing['blocks'],
  };
}

/** Our own codes, and ids of Slack; a secret that reads like one of them would break the message. */
const CODES = new Set(
  'kind ref place do target id requester user by at status activity source state code outcome field ts channel since link subject'.split(
    ' ',
  ),
);

/** A page that an agent names is no code of ours; one with a secret in its address is opened by no button. */
function linked(value: object, redact: Redact): object {
  if (!('link' in value) || typeof value.link !== 'string') return value;
  const link = redact(value.link);
  if ('do' in value && value.do === 'open_link') return link === value.link ? value : { ...value, link: '' };
  return 'kind' in value && value.kind === 'link' ? { ...value, link } : value;
}

function withoutSecrets<T>(value: T, redact: Redact, key = ''): T {
  if (typeof value === 'string') return (CODES.has(key) ? value : redact(value)) as T;
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return mapped(linked(value, redact), (inner, name) => withoutSecrets(inner, redact, name)) as T;
}

/** Redacts the visible texts of blocks; none grows, so that none outgrows its limit. */
function redactTexts(value: unknown, redact: Redact, key = ''): unknown {
  if (typeof value === 'string') {
    if (key !== 'text' && key !== 'title') return value;
    const safe = redact(value);
    return safe.length <= value.length ? safe : cutMrkdwn(safe, value.length);
  }
  if (Array.isArray(value)) return value.map((one) => redactTexts(one, redact));
  return mapped(value, (inner, name) => redactTexts(inner, redact, name));
}

function mapped<T>(value: T, map: (inner: unknown, name: string) => unknown): T {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, map(inner, name)])) as T;
}
