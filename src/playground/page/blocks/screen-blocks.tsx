/** The blocks of a message, a form or the App Home, alive. */
import { useContext, useMemo } from 'react';
import type { ScreenName } from '../../scene/scene.js';
import type { Block, Values } from '../../server/facts.js';
import { BLOCK_KINDS } from './block-kinds.js';
import { ContainerBlock } from './cards.js';
import { Drafts } from './drafts.js';
import { type OnScreen, ScreenContext, type Surface } from './screen.js';
import './blocks.css';

export interface ScreenBlocksOf {
  screen: ScreenName;
  blocks: Block[];
  values: Values;
  /** What stands under the inputs, by block_id. */
  errors?: Record<string, string>;
  surface: Surface;
}

const NO_ERRORS = {};

export function ScreenBlocks({ screen, blocks, values, errors = NO_ERRORS, surface }: ScreenBlocksOf) {
  // A form has drafts already, since its own buttons send them too.
  const around = useContext(ScreenContext);
  const given = around?.screen === screen ? around.drafts : undefined;
  // Another screen has other drafts.
  const drafts = useMemo(() => given ?? new Drafts(), [given, screen]);
  const here = useMemo<OnScreen>(
    () => ({ screen, surface, values, errors, drafts }),
    [screen, surface, values, errors, drafts],
  );
  return (
    <ScreenContext value={here}>
      <div className={`blocks blocks--${surface}`}>
        <Blocks blocks={blocks} />
      </div>
    </ScreenContext>
  );
}

function Blocks({ blocks }: { blocks: Block[] }) {
  return keyed(blocks).map(([key, block]) => <AnyBlock key={key} block={block} />);
}

/**
 * An input with another block_id is another input, and empty. All else keeps its place among its kind, so that the
 * focus stays on a button while the app draws its message anew.
 */
function keyed(blocks: Block[]): [string, Block][] {
  const counts: Record<string, number> = {};
  return blocks.map((block) => {
    counts[block.type] = (counts[block.type] ?? 0) + 1;
    const place = `${block.type} ${counts[block.type]}`;
    return [block.type === 'input' ? (block.block_id ?? place) : place, block];
  });
}

function AnyBlock({ block }: { block: Block }) {
  if (block.type === 'container')
    return <ContainerBlock block={block} draw={(inside) => <Blocks blocks={inside} />} />;
  const Kind = Object.hasOwn(BLOCK_KINDS, block.type) ? BLOCK_KINDS[block.type] : undefined;
  if (!Kind) return <p className="blocks__unknown">This page does not draw blocks of type {block.type}.</p>;
  return <Kind block={block} />;
}
