/** Cards, alone and side by side, and containers. */
import type { ReactNode } from 'react';
import type { Block } from '../../server/facts.js';
import { isRecord, type Json, records, text } from '../../server/json.js';
import { Element } from './element.js';
import { ImageElement } from './image.js';
import { TextObject, words } from './plain-text.js';
import './cards.css';

export function CardBlock({ block }: { block: Json }) {
  return (
    <div className="card">
      {isRecord(block.hero_image) && <ImageElement image={block.hero_image} />}
      {[block.title, block.subtitle, block.body].filter(isRecord).map((object, at) => (
        <div key={PARTS[at]} className={object === block.title ? 'card__title' : ''}>
          <TextObject object={object} />
        </div>
      ))}
      <div className="actions">
        {records(block.actions).map((element, at) => (
          <Element key={text(element.action_id) || `${at}`} block={text(block.block_id)} element={element} />
        ))}
      </div>
    </div>
  );
}

const PARTS = ['title', 'subtitle', 'body'];

export function CarouselBlock({ block }: { block: Json }) {
  return (
    <div className="carousel">
      {records(block.elements).map((card, at) => (
        <CardBlock key={text(card.block_id) || `${at}`} block={card} />
      ))}
    </div>
  );
}

/** `draw` draws the blocks inside. */
export function ContainerBlock({ block, draw }: { block: Json; draw(blocks: Block[]): ReactNode }) {
  const inside = draw(records(block.child_blocks) as Block[]);
  const title = words(block.title);
  if (block.is_collapsible === true)
    return (
      <details className="card" open={block.default_collapsed !== true}>
        <summary className="card__title">{title}</summary>
        {inside}
      </details>
    );
  return (
    <section className="card">
      {title && <div className="card__title">{title}</div>}
      {inside}
    </section>
  );
}
