/** The shapes of Block Kit's blocks, by type, and where each may stand. */
import { button, elementIn, imageElement } from './element-shapes.js';
import { type Json, record } from './json.js';
import { LIMITS } from './limits.js';
import { richText } from './rich-text-shape.js';
import {
  anything,
  array,
  boolean,
  byType,
  type Check,
  either,
  type Fields,
  integer,
  object,
  oneOf,
  plain,
  string,
  textObject,
} from './shape.js';

export type Surface = 'message' | 'modal' | 'home';

const named: Fields = { block_id: string(1, LIMITS.id) };
const type: Fields = { type: anything };
const url = string(1, LIMITS.url);

const imageSource = (value: Json): string | undefined =>
  (value.image_url === undefined) === (value.slack_file === undefined)
    ? 'needs image_url or slack_file'
    : undefined;

const cell = byType({
  raw_text: object({ ...type, text: string(1, LIMITS.tableTotal) }),
  raw_number: object({ ...type, value: anything, text: string(1, LIMITS.tableTotal) }),
  rich_text: richText,
});
const rows = array(1, LIMITS.tableRows, array(1, LIMITS.tableCells, cell));

const task: Fields = {
  task_id: string(1, LIMITS.id),
  title: string(1, LIMITS.textObject),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
};
const taskExtras: Fields = {
  details: richText,
  output: richText,
  sources: array(0, 100, object({ ...type, url, text: string(1, LIMITS.textObject) })),
  icon: anything,
  hide_title: boolean,
};

const chart: Check = (value, at, faults) =>
  oneOf('pie', 'bar', 'area', 'line')(record(value).type, `${at}/type`, faults);

const card = object(
  type,
  {
    ...named,
    hero_image: imageElement,
    icon: imageElement,
    title: textObject(['mrkdwn'], LIMITS.cardTitle),
    subtitle: textObject(['mrkdwn'], LIMITS.cardTitle),
    body: textObject(['mrkdwn'], LIMITS.cardBody),
    actions: array(1, LIMITS.actionsElements, button),
  },
  (value) =>
    ['hero_image', 'title', 'actions', 'body'].some((name) => value[name] !== undefined)
      ? undefined
      : 'needs hero_image, title, actions or body',
);

const CHILDREN = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
];
const child: Check = (value, at, faults) =>
  byType(Object.fromEntries(CHILDREN.map((kind) => [kind, BLOCKS[kind]?.shape ?? anything])))(
    value,
    at,
    faults,
  );

interface BlockKind {
  on: Surface[];
  shape: Check;
}

const everywhere: Surface[] = ['message', 'modal', 'home'];

export const BLOCKS: Record<string, BlockKind> = {
  section: {
    on: everywhere,
    shape: object(
      type,
      {
        ...named,
        text: either(LIMITS.textObject),
        fields: array(1, LIMITS.sectionFields, either(LIMITS.sectionField)),
        accessory: elementIn('accessory'),
        expand: boolean,
      },
      (value) =>
        value.text === undefined && value.fields === undefined ? 'missing required field: text' : undefined,
    ),
  },
  header: { on: everywhere, shape: object({ ...type, text: plain(LIMITS.header) }, named) },
  divider: { on: everywhere, shape: object(type, named) },
  image: {
    on: everywhere,
    shape: object(
      { ...type, alt_text: string(1, LIMITS.imageText) },
      { ...named, image_url: url, slack_file: anything, title: plain(LIMITS.imageText) },
      imageSource,
    ),
  },
  context: {
    on: everywhere,
    shape: object(
      {
        ...type,
        elements: array(
          1,
          LIMITS.contextElements,
          byType({
            image: imageElement,
            plain_text: plain(LIMITS.textObject),
            mrkdwn: either(LIMITS.textObject),
          }),
        ),
      },
      named,
    ),
  },
  actions: {
    on: everywhere,
    shape: object({ ...type, elements: array(1, LIMITS.actionsElements, elementIn('actions')) }, named),
  },
  input: {
    on: everywhere,
    shape: object(
      { ...type, label: plain(LIMITS.inputLabel), element: elementIn('input') },
      { ...named, hint: plain(LIMITS.inputLabel), optional: boolean, dispatch_action: boolean },
    ),
  },
  rich_text: { on: everywhere, shape: richText },
  markdown: { on: ['message'], shape: object({ ...type, text: string(1, LIMITS.markdownTotal) }, named) },
  table: {
    on: ['message', 'home'],
    shape: object({ ...type, rows }, { ...named, column_settings: array(0, LIMITS.tableCells, anything) }),
  },
  data_table: {
    on: ['message', 'home'],
    shape: object(
      { ...type, rows, caption: string(1, LIMITS.textObject) },
      { ...named, page_size: integer(1, 100), row_header_column_index: integer(0, LIMITS.tableCells) },
    ),
  },
  data_visualization: {
    on: ['message', 'home'],
    shape: object({ ...type, title: string(1, LIMITS.chartTitle), chart }, named),
  },
  task_card: {
    on: ['message'],
    shape: object(
      { ...type, ...task, status: oneOf('in_progress', 'complete', 'error') },
      { ...named, ...taskExtras },
    ),
  },
  plan: {
    on: ['message'],
    shape: object(
      { ...type, title: string(1, LIMITS.textObject) },
      { ...named, tasks: array(1, LIMITS.planTasks, object(task, { ...taskExtras })) },
      uniqueTasks,
    ),
  },
  alert: {
    on: ['modal'],
    shape: object(
      { ...type, text: either(LIMITS.alertText) },
      { ...named, level: oneOf('default', 'info', 'warning', 'error', 'success') },
    ),
  },
  card: { on: everywhere, shape: card },
  carousel: {
    on: ['message'],
    shape: object({ ...type, elements: array(1, LIMITS.carouselCards, card) }, named),
  },
  container: {
    on: ['message', 'home'],
    shape: object(
      { ...type, child_blocks: array(1, LIMITS.containerBlocks, child) },
      {
        ...named,
        title: plain(LIMITS.cardTitle),
        rich_text_title: richText,
        subtitle: either(LIMITS.cardTitle),
        width: oneOf('narrow', 'standard', 'wide', 'full'),
        icon: imageElement,
        is_collapsible: boolean,
        default_collapsed: boolean,
        has_header_divider: boolean,
      },
      (value) =>
        value.title === undefined && value.rich_text_title === undefined
          ? 'missing required field: title'
          : undefined,
    ),
  },
  context_actions: {
    on: ['message'],
    shape: object({ ...type, elements: array(1, LIMITS.contextActions, elementIn('contextActions')) }, named),
  },
};

function uniqueTasks(value: Json): string | undefined {
  const ids = (Array.isArray(value.tasks) ? value.tasks : []).map((one: Json) => one?.task_id);
  return new Set(ids).size === ids.length ? undefined : 'task_id must be unique';
}

/** Shapes of the blocks that may stand on a surface. */
export function blocksOn(surface: Surface): Check {
  const kinds = Object.entries(BLOCKS).filter(([, kind]) => kind.on.includes(surface));
  return byType(Object.fromEntries(kinds.map(([name, kind]) => [name, kind.shape])));
}
