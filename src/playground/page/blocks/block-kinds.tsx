/** Which block type is drawn by what: the one place that decides. */
import type { ComponentType } from 'react';
import type { Json } from '../../server/json.js';
import { ActionsBlock, InputBlock } from './acting-blocks.js';
import { CardBlock, CarouselBlock } from './cards.js';
import { ImageBlock } from './image.js';
import { LibraryBlock } from './library-block.js';
import { PlanBlock, TaskCardBlock } from './plan.js';
import { TableBlock } from './table.js';
import { AlertBlock, ContextBlock, DividerBlock, HeaderBlock, SectionBlock } from './text-blocks.js';

/**
 * Ours is what can be pressed, what has mrkdwn (the library knows no `verbatim`), and what the library draws wrongly:
 * plans without their details, table cells like `#1`, `data_table`.
 */
export const BLOCK_KINDS: Record<string, ComponentType<{ block: Json }>> = {
  rich_text: LibraryBlock,
  markdown: LibraryBlock,
  data_visualization: LibraryBlock,
  video: LibraryBlock,
  file: LibraryBlock,
  section: SectionBlock,
  header: HeaderBlock,
  context: ContextBlock,
  divider: DividerBlock,
  alert: AlertBlock,
  image: ImageBlock,
  plan: PlanBlock,
  task_card: TaskCardBlock,
  table: TableBlock,
  data_table: TableBlock,
  actions: ActionsBlock,
  context_actions: ActionsBlock,
  input: InputBlock,
  card: CardBlock,
  carousel: CarouselBlock,
};
