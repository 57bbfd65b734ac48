/** Chunks of a stream: their shapes, and the text and blocks that they add to a message. */
import type { Block } from './facts.js';
import { type Json, list, record, text } from './json.js';
import { LIMITS } from './limits.js';
import { anything, array, boolean, byType, type Fields, object, oneOf, string } from './shape.js';

const type: Fields = { type: anything };
const short = string(1, LIMITS.taskUpdate);
const chunk = byType({
  markdown_text: object({ ...type, text: string(1, LIMITS.markdownTotal) }),
  task_update: object(
    {
      ...type,
      id: string(1, LIMITS.id),
      title: short,
      status: oneOf('pending', 'in_progress', 'complete', 'error'),
    },
    { details: short, output: short, sources: array(0, 100, anything), icon: anything, hide_title: boolean },
  ),
  plan_update: object({ ...type, title: short }),
  blocks: object({ ...type, blocks: array(1, 1_000, anything) }),
});

/** All faults of a list of chunks; empty when Slack would take them. */
export function chunkFaults(chunks: unknown): string[] {
  const faults: string[] = [];
  array(1, 1_000, chunk)(chunks, '/chunks', faults);
  return faults;
}

/** Blocks beyond the fiftieth are dropped with this warning. */
const DROPPED = 'blocks_truncated';

/** A message's blocks after more was written, and what Slack warns of. */
export function written(
  before: Block[],
  chunks: Json[],
  inPlan: boolean,
): { blocks: Block[]; warning?: string } {
  const blocks = structuredClone(before);
  const sent = chunks.filter((one) => one.type === 'blocks').flatMap((one) => list(one.blocks) as Block[]);
  for (const one of chunks) {
    if (one.type === 'markdown_text') addMarkdown(blocks, text(one.text));
    if (one.type === 'plan_update') planOf(blocks).title = one.title;
    if (one.type === 'task_update') addTask(inPlan ? (planOf(blocks).tasks as Json[]) : blocks, one, inPlan);
  }
  const most = LIMITS.messageBlocks - blocks.length;
  blocks.push(...structuredClone(sent.slice(0, most)));
  return { blocks, ...(sent.length > most && { warning: DROPPED }) };
}

function addMarkdown(blocks: Block[], more: string): void {
  const last = blocks.at(-1);
  if (last?.type === 'markdown') last.text = text(last.text) + more;
  else blocks.push({ type: 'markdown', text: more });
}

function planOf(blocks: Block[]): Block {
  const known = blocks.find((block) => block.type === 'plan');
  if (known !== undefined) return known;
  const plan: Block = { type: 'plan', title: 'Plan', tasks: [] };
  blocks.push(plan);
  return plan;
}

/** A task of a known id changes in place. */
function addTask(tasks: Json[], { id, title, status }: Json, inPlan: boolean): void {
  const known = tasks.find((task) => task.task_id === id);
  if (known !== undefined) Object.assign(known, { title, status });
  else tasks.push({ ...(!inPlan && { type: 'task_card' }), task_id: id, title, status });
}

/** The text of a streamed message: its markdown, for notifications. */
export function textOf(blocks: Block[]): string {
  return blocks.map((block) => text(record(block).type === 'markdown' ? block.text : '')).join('');
}
