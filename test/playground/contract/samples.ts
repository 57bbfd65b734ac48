/** Blocks, elements and forms as small as Slack takes them. */
import type { Json } from '../../../src/playground/server/json.js';

export const x = (length: number): string => 'x'.repeat(length);
export const many = (count: number, make: (index: number) => Json): Json[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const plain = (text: string, extra: Json = {}): Json => ({ type: 'plain_text', text, ...extra });
export const mrkdwn = (text: string, extra: Json = {}): Json => ({ type: 'mrkdwn', text, ...extra });
export const section = (extra: Json = {}): Json => ({ type: 'section', text: mrkdwn('text'), ...extra });
export const button = (extra: Json = {}): Json => ({
  type: 'button',
  text: plain('Go'),
  action_id: 'go',
  ...extra,
});
export const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
export const option = (index: number): Json => ({ text: plain(`o${index}`), value: `v${index}` });
export const select = (extra: Json): Json =>
  actions({ type: 'static_select', action_id: 's', options: [option(1)], ...extra });
export const textInput = (extra: Json = {}): Json => ({
  type: 'plain_text_input',
  action_id: 'a',
  ...extra,
});
export const input = (element: Json = textInput(), extra: Json = {}): Json => ({
  type: 'input',
  block_id: 'goal',
  label: plain('Goal'),
  element,
  ...extra,
});
export const confirm = (extra: Json = {}): Json => ({
  title: plain('Sure?'),
  text: mrkdwn('t'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...extra,
});
export const rich = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
export const cell = (text = 'c'): Json => ({ type: 'raw_text', text });
export const table = (rows: unknown[], extra: Json = {}): Json => ({ type: 'table', rows, ...extra });
export const task = (id: number | string, extra: Json = {}): Json => ({
  task_id: `${id}`,
  title: 't',
  status: 'pending',
  ...extra,
});
export const plan = (tasks: Json[]): Json => ({ type: 'plan', title: 'p', tasks });
export const card = (extra: Json = {}): Json => ({ type: 'card', title: mrkdwn('c'), ...extra });
export const modal = (extra: Json = {}): Json => ({
  type: 'modal',
  title: plain('Form'),
  blocks: [section()],
  ...extra,
});
export const form = (extra: Json = {}): Json => modal({ submit: plain('Ok'), blocks: [input()], ...extra });
