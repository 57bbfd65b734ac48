/** The blocks of a message, a form or the App Home, alive. */
import { useContext, useMemo } from 'react';
import type { ScreenName } from '../../scene/scene.js';
import type { Block, Values } from '../../server/facts.js';
import { BLOCK_KINDS } from './block-kinds.js';
import { ContainerBlock } from './cards.js';
import { Drafts } from './drafts.js';
import { type OnScreen, ScreenContext, type Surface, useScreen } from './screen.js';
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
  const { surface } = useScreen();
  return keyed(blocks, surface).map(([key, block]) => <AnyBlock key={key} block={block} />);
}

/**
 * A block with another block_id is another one, and its inputs are empty. Only in a message the others keep their place
 * while it is drawn anew, and with it the focus; on a home that place may belong to another run by then.
 */
function keyed(blocks: Block[], surface: Surface): [string, Block][] {
  const counts: Record<string, number> = {};
  return blocks.map((block) => {
    counts[block.type] = (counts[block.type] ?? 0) + 1;
    const place = `${block.type} ${counts[block.type]}`;
    const isKept = surface === 'message' && block.type !== 'input';
    return [isKept ? place : (block.block_id ?? place), block];
  });
}

function AnyBlock({ block }: { block: Block }) {
  if (block.type === 'container')
    return <ContainerBlock block={block} draw={(inside) => <Blocks blocks={inside} />} />;
  const Kind = Object.hasOwn(BLOCK_KINDS, block.type) ? BLOCK_KINDS[block.type] : undefined;
  if (!Kind) return <p className="blocks__unknown">This page does not draw blocks of type {block.type}.</p>;
  return <Kind block={block} />;
}
