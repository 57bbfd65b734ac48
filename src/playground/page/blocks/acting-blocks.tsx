/** Blocks that hold interactive elements: actions and input. */
import { useId } from 'react';
import { isRecord, type Json, record, records, text } from '../../server/json.js';
import { Element } from './element.js';
import { words } from './plain-text.js';
import { useScreen } from './screen.js';
import './acting-blocks.css';

export function ActionsBlock({ block }: { block: Json }) {
  const id = text(block.block_id);
  return (
    <div className="actions">
      {records(block.elements).map((element, at) => (
        <Element key={text(element.action_id) || `${at}`} block={id} element={element} />
      ))}
    </div>
  );
}

export function InputBlock({ block }: { block: Json }) {
  const { errors } = useScreen();
  const id = useId();
  const error = errors[text(block.block_id)];
  const element = record(block.element);
  const hint = isRecord(block.hint) ? words(block.hint) : '';
  return (
    <div className={`input ${error ? 'input--faulty' : ''}`}>
      <label className="input__label" id={`${id}label`} htmlFor={`${id}field`}>
        {words(block.label)}
        {block.optional === true && <span className="input__optional"> (optional)</span>}
      </label>
      <Element
        block={text(block.block_id)}
        element={element}
        id={`${id}field`}
        labelledBy={`${id}label`}
        describedBy={[error && `${id}error`, hint && `${id}hint`].filter(Boolean).join(' ') || undefined}
        isInvalid={error !== undefined}
        isRequired={block.optional !== true}
      />
      <div className="input__error" id={`${id}error`} aria-live="polite">
        {error && (
          <>
            <span aria-hidden="true">⚠ </span>
            {error}
          </>
        )}
      </div>
      {hint && (
        <div className="input__hint" id={`${id}hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}
