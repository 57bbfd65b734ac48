/** Select menus of all kinds. */
import { text } from '../../server/json.js';
import { usePieces } from '../model/hooks.js';
import { choicesOf } from './choices.js';
import { Combobox } from './combobox.js';
import { useChoosing } from './echo.js';
import { NotOffered } from './not-offered.js';
import { words } from './plain-text.js';
import { Refusal } from './refusal.js';
import type { Placed } from './screen.js';

export function SelectElement(placed: Placed) {
  const { element } = placed;
  const { shown, isBusy, refusal, dialog, choose } = useChoosing(placed);
  const choices = choicesOf(element, usePieces());
  const placeholder = words(element.placeholder) || 'Select an option';
  if (!choices) return <NotOffered what={placeholder} />;
  return (
    <span className="element element--wide">
      <Combobox
        choices={choices}
        chosen={shown}
        isMany={text(element.type).startsWith('multi_')}
        {...(typeof element.max_selected_items === 'number' && { most: element.max_selected_items })}
        placeholder={placeholder}
        isBusy={isBusy}
        id={placed.id}
        label={placeholder}
        labelledBy={placed.labelledBy}
        describedBy={placed.describedBy}
        isInvalid={placed.isInvalid}
        isRequired={placed.isRequired}
        onChoose={choose}
      />
      {dialog}
      <Refusal text={refusal} />
    </span>
  );
}
