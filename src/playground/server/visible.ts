/** What a person reads and can press on a screen: a message, an ephemeral message, a form or the App Home. */
import { type Block, type Channel, isView, type Screen } from './facts.js';
import { isRecord, type Json, list, record, records, text } from './json.js';
import type { Store } from './store.js';
import { decoded, liveMentions, readable } from './typed-text.js';

/** An element of a screen that reacts to a person, with the block it stands in. */
export interface Placed {
  block: Block;
  element: Json;
  /** Label of a button; label of the input block, or the text beside it, for others. */
  label: string;
}

export interface ShownButton {
  label: string;
  action_id: string;
  block_id: string;
  value?: string;
  style?: string;
  url?: string;
  /** The texts of the confirm dialog, where there is one. */
  confirm?: { title: string; text: string; confirm: string; deny: string };
}

/** The text a person reads: of the blocks where there are any, else of `text`. */
export function visibleText(store: Store, screen: Screen): string {
  const heading = isView(screen) ? [composed(store, screen.title)] : [];
  const blocks = screen.blocks ?? [];
  if (!isView(screen) && blocks.length === 0) return readable(store, screen.text);
  return [...heading, ...blocks.map((block) => blockText(store, block))]
    .filter((line) => line !== '')
    .join('\n');
}

/** Top-level text of a message or the texts of its blocks, for whoever looks for words in either. */
export function searchableText(store: Store, screen: Screen): string {
  const plain = isView(screen) ? '' : readable(store, screen.text);
  return `${visibleText(store, screen)}\n${plain}`;
}

/** The text of a text object as shown. */
export function composed(store: Store, value: unknown): string {
  const object = record(value);
  if (object.type === 'plain_text') return decoded(text(object.text));
  return readable(store, text(object.text));
}

export function blockText(store: Store, block: Block): string {
  switch (block.type) {
    case 'divider':
      return '---';
    case 'markdown':
      return text(block.text);
    case 'image':
      return `[image: ${text(block.alt_text)}]`;
    case 'input':
      return `${composed(store, block.label)}: ${elementText(store, record(block.element))}`;
    case 'rich_text':
      return richText(store, block).trim();
    case 'plan':
      return [text(block.title), ...records(block.tasks).map((task) => taskText(store, task))].join('\n');
    case 'task_card':
      return taskText(store, block);
    case 'table':
    case 'data_table':
      return [text(block.caption), ...list(block.rows).map((row) => rowText(store, row))]
        .filter(Boolean)
        .join('\n');
    default:
      return genericText(store, block);
  }
}

/** Title, text, fields, elements, accessory and children in reading order. */
function genericText(store: Store, block: Block): string {
  const texts = [block.title, block.subtitle, block.text, block.body, ...list(block.fields)]
    .filter(isRecord)
    .map((object) => composed(store, object));
  const elements = [block.accessory, ...list(block.elements), ...list(block.actions)].filter(isRecord);
  const children = records(block.child_blocks).map((child) => blockText(store, child as Block));
  const shown = elements.map((element) => elementText(store, element)).filter(Boolean);
  return [...texts, ...(shown.length > 0 ? [shown.join(' ')] : []), ...children].join('\n');
}

function taskText(store: Store, task: Json): string {
  const parts = [task.details, task.output].filter(isRecord).map((part) => richText(store, part).trim());
  return [`[${text(task.status)}] ${text(task.title)}`, ...parts].join(' – ');
}

function rowText(store: Store, row: unknown): string {
  return records(row)
    .map((cell) => (cell.type === 'rich_text' ? richText(store, cell).trim() : text(cell.text)))
    .join(' | ');
}

function richText(store: Store, node: Json): string {
  const inner = records(node.elements).map((child) => richText(store, child));
  switch (node.type) {
    case 'text':
      return text(node.text);
    case 'link':
      return text(node.text) || text(node.url);
    case 'user':
      return readable(store, `<@${text(node.user_id)}>`);
    case 'channel':
      return readable(store, `<#${text(node.channel_id)}>`);
    case 'usergroup':
      return readable(store, `<!subteam^${text(node.usergroup_id)}>`);
    case 'broadcast':
      return `@${text(node.range)}`;
    case 'emoji':
      return `:${text(node.name)}:`;
    case 'date':
      return text(node.fallback);
    case 'rich_text_list':
      return inner.map((line) => `• ${line}\n`).join('');
    case 'rich_text_section':
      return inner.join('');
    case 'rich_text_preformatted':
    case 'rich_text_quote':
      return `${inner.join('')}\n`;
    default:
      return inner.join('\n');
  }
}

export function elementText(store: Store, element: Json): string {
  switch (element.type) {
    case 'mrkdwn':
    case 'plain_text':
      return composed(store, element);
    case 'image':
      return `[image: ${text(element.alt_text)}]`;
    case 'button':
    case 'icon_button':
    case 'workflow_button':
      return `[${composed(store, element.text)}]`;
    case 'card':
      return genericText(store, element as Block);
    default:
      return `{${
        optionsOf(element)
          .map((option) => composed(store, option.text))
          .join(' / ') || composed(store, element.placeholder)
      }}`;
  }
}

export function optionsOf(element: Json): Json[] {
  return [
    ...records(element.options),
    ...records(element.option_groups).flatMap((group) => records(group.options)),
  ];
}

/** Every element of a screen that a person can use, in reading order. */
export function placedElements(store: Store, blocks: Block[]): Placed[] {
  return blocks.flatMap((block): Placed[] => {
    if (block.type === 'input') {
      return [{ block, element: record(block.element), label: composed(store, block.label) }];
    }
    const beside = composed(store, block.text);
    const own = [block.accessory, ...list(block.elements), ...list(block.actions)].filter(isRecord);
    const placed = own.flatMap((element): Placed[] => {
      if (element.type === 'card') return placedElements(store, [{ ...(element as Block), type: 'card' }]);
      if (typeof element.action_id !== 'string') return [];
      const label = isRecord(element.text) ? composed(store, element.text) : beside;
      return [{ block, element, label }];
    });
    return [...placed, ...placedElements(store, records(block.child_blocks) as Block[])];
  });
}

export function buttonsOf(store: Store, screen: Screen): ShownButton[] {
  return placedElements(store, screen.blocks ?? [])
    .filter(({ element }) => element.type === 'button' || element.type === 'icon_button')
    .map(({ block, element, label }) => ({
      label,
      action_id: text(element.action_id),
      block_id: text(block.block_id),
      ...(typeof element.value === 'string' && { value: element.value }),
      ...(typeof element.style === 'string' && { style: element.style }),
      ...(typeof element.url === 'string' && { url: element.url }),
      ...(isRecord(element.confirm) && { confirm: confirmTexts(store, element.confirm) }),
    }));
}

function confirmTexts(store: Store, confirm: Json): NonNullable<ShownButton['confirm']> {
  return {
    title: composed(store, confirm.title),
    text: composed(store, confirm.text),
    confirm: composed(store, confirm.confirm),
    deny: composed(store, confirm.deny),
  };
}

/** Whom Slack would notify: ids and `here`, `channel`, `everyone`. A typed `@here` counts in mrkdwn without `verbatim`. */
export function mentionsOf(store: Store, screen: Screen): string[] {
  const found = new Set<string>();
  if (!isView(screen) && (screen.blocks ?? []).length === 0) {
    for (const id of liveMentions(screen.text)) found.add(id);
  }
  collectMentions(store, screen.blocks ?? [], found);
  return [...found];
}

function collectMentions(store: Store, node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const child of node) collectMentions(store, child, found);
    return;
  }
  if (!isRecord(node)) return;
  if (node.type === 'user') found.add(text(node.user_id));
  if (node.type === 'usergroup') found.add(text(node.usergroup_id));
  if (node.type === 'broadcast') found.add(text(node.range));
  if (node.type === 'mrkdwn' || node.type === 'markdown') {
    for (const id of liveMentions(text(node.text))) found.add(id);
  }
  if (node.type === 'mrkdwn' && node.verbatim !== true) {
    for (const [, range = ''] of text(node.text).matchAll(/(?<![\w<!])@(here|channel|everyone)\b/g))
      found.add(range);
  }
  for (const child of Object.values(node)) collectMentions(store, child, found);
}

/** How a channel is called on screen. */
export function channelTitle(store: Store, channel: Channel): string {
  if (channel.kind !== 'im') return `#${channel.name}`;
  const person = [...channel.members].find((id) => id !== store.bot.userId);
  return `direct messages of ${store.users.get(person ?? '')?.name ?? 'nobody'} with ${store.bot.name}`;
}
