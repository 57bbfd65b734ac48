/** Radio buttons and checkboxes. */
import { useId } from 'react';
import { isRecord, type Json, record, records, text } from '../../server/json.js';
import { useChoosing } from './echo.js';
import { TextObject } from './plain-text.js';
import { Refusal } from './refusal.js';
import type { Placed } from './screen.js';
import './choices.css';

export function ChoicesElement(placed: Placed) {
  const { element } = placed;
  const { shown, isBusy, refusal, dialog, choose } = useChoosing(placed);
  const isRadio = element.type === 'radio_buttons';
  const own = useId();
  const toggled = (value: string) =>
    shown.includes(value) ? shown.filter((one) => one !== value) : [...shown, value];
  return (
    <span className="element element--wide">
      <fieldset
        id={placed.id}
        className="choices"
        role={isRadio ? 'radiogroup' : undefined}
        tabIndex={-1}
        aria-labelledby={placed.labelledBy}
        aria-describedby={placed.describedBy}
        aria-invalid={placed.isInvalid || undefined}
        aria-busy={isBusy}
      >
        {records(element.options).map((option) => (
          <label className="choices__option" key={text(option.value)}>
            <input
              type={isRadio ? 'radio' : 'checkbox'}
              name={own}
              checked={shown.includes(text(option.value))}
              onChange={() => choose(isRadio ? [text(option.value)] : toggled(text(option.value)))}
            />
            <OptionText option={option} />
          </label>
        ))}
      </fieldset>
      {dialog}
      <Refusal text={refusal} />
    </span>
  );
}

function OptionText({ option }: { option: Json }) {
  return (
    <span>
      <TextObject object={record(option.text)} />
      {isRecord(option.description) && (
        <span className="choices__description">
          <TextObject object={option.description} />
        </span>
      )}
    </span>
  );
}
