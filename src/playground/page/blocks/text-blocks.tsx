/** Blocks that are mostly text: section, header, context, alert, divider. */
import { isRecord, type Json, record, records, text } from '../../server/json.js';
import { Element } from './element.js';
import { ImageElement } from './image.js';
import { TextObject, words } from './plain-text.js';
import './text-blocks.css';

/** These do not fit beside a text. */
const BELOW = ['radio_buttons', 'checkboxes'];

export function SectionBlock({ block }: { block: Json }) {
  const accessory = isRecord(block.accessory) ? block.accessory : undefined;
  const isBelow = accessory !== undefined && BELOW.includes(text(accessory.type));
  return (
    <div className={`section ${isBelow ? 'section--below' : ''}`}>
      <div className="section__text">
        {isRecord(block.text) && <TextObject object={block.text} />}
        {Array.isArray(block.fields) && (
          <div className="section__fields">
            {keyed(records(block.fields)).map(([key, field]) => (
              <TextObject key={key} object={field} />
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="section__accessory">
          <Element block={text(block.block_id)} element={accessory} />
        </div>
      )}
    </div>
  );
}

export function HeaderBlock({ block }: { block: Json }) {
  return <h3 className="header">{words(block.text)}</h3>;
}

export function DividerBlock() {
  return <hr className="divider" />;
}

export function ContextBlock({ block }: { block: Json }) {
  return (
    <div className="context">
      {keyed(records(block.elements)).map(([key, element]) =>
        element.type === 'image' ? (
          <ImageElement key={key} image={element} />
        ) : (
          <TextObject key={key} object={element} />
        ),
      )}
    </div>
  );
}

const LEVELS: Record<string, string> = { info: 'ℹ', warning: '⚠', error: '⚠', success: '✓' };

export function AlertBlock({ block }: { block: Json }) {
  const level = text(block.level) in LEVELS ? text(block.level) : 'default';
  return (
    <div className={`alert alert--${level}`} role="status">
      <span aria-hidden="true">{LEVELS[level] ?? 'ℹ'}</span>
      <TextObject object={record(block.text)} />
    </div>
  );
}

/** Texts of a block have no identity but their place. */
const keyed = (parts: Json[]): [string, Json][] => parts.map((part, at) => [`${at}`, part]);
