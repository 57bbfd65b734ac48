/** Date and time pickers, as the browser offers them. */
import { text } from '../../server/json.js';
import { useChoosing } from './echo.js';
import { words } from './plain-text.js';
import { Refusal } from './refusal.js';
import type { Placed } from './screen.js';
import { localTime, unixTime } from './unix-time.js';

const NATIVE: Record<string, 'date' | 'time' | 'datetime-local'> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

export function DateElement(placed: Placed) {
  const { element } = placed;
  const { shown, isBusy, refusal, dialog, choose } = useChoosing(placed, 'put');
  const type = NATIVE[text(element.type)] ?? 'date';
  const isBoth = type === 'datetime-local';
  const [held = ''] = shown;
  return (
    <span className="element">
      <input
        id={placed.id}
        type={type}
        className="field field--date"
        value={isBoth && held ? localTime(Number(held)) : held}
        aria-label={placed.labelledBy ? undefined : words(element.placeholder) || 'Date'}
        aria-labelledby={placed.labelledBy}
        aria-describedby={placed.describedBy}
        aria-invalid={placed.isInvalid || undefined}
        aria-required={placed.isRequired || undefined}
        aria-busy={isBusy}
        onChange={({ target }) => choose([isBoth ? unixTime(target.value) : target.value])}
      />
      {dialog}
      <Refusal text={refusal} />
    </span>
  );
}
