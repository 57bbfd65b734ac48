/** Which component an interactive element is. */
import type { ComponentType } from 'react';
import { text } from '../../server/json.js';
import { ButtonElement } from './button.js';
import { DateElement } from './date-input.js';
import { ImageElement } from './image.js';
import { NotOffered } from './not-offered.js';
import { OverflowElement } from './overflow.js';
import { words } from './plain-text.js';
import { ChoicesElement } from './radio-and-checkboxes.js';
import type { Placed } from './screen.js';
import { SelectElement } from './select.js';
import { TypedElement } from './typed-input.js';

const ELEMENTS: Record<string, ComponentType<Placed>> = {
  button: ButtonElement,
  icon_button: ButtonElement,
  overflow: OverflowElement,
  image: ({ element }) => <ImageElement image={element} />,
  radio_buttons: ChoicesElement,
  checkboxes: ChoicesElement,
  datepicker: DateElement,
  timepicker: DateElement,
  datetimepicker: DateElement,
  plain_text_input: TypedElement,
  email_text_input: TypedElement,
  url_text_input: TypedElement,
  number_input: TypedElement,
};

export function Element(placed: Placed) {
  const type = text(placed.element.type);
  if (type.endsWith('_select')) return <SelectElement {...placed} />;
  const Known = Object.hasOwn(ELEMENTS, type) ? ELEMENTS[type] : undefined;
  if (!Known) return <NotOffered what={words(placed.element.text) || type.replaceAll('_', ' ')} />;
  return <Known {...placed} />;
}
