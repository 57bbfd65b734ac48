/** A box to choose from by typing: ARIA's editable combobox with a list, for one or several values. */
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { type Choice, matching } from './choices.js';
import { Listbox } from './listbox.js';
import './combobox.css';

export interface ComboboxOf {
  choices: Choice[];
  chosen: string[];
  isMany: boolean;
  /** How many may be chosen; several only. */
  most?: number;
  placeholder: string;
  isBusy: boolean;
  id?: string | undefined;
  label?: string | undefined;
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean | undefined;
  isRequired?: boolean | undefined;
  onChoose(values: string[]): void;
}

export function Combobox(props: ComboboxOf) {
  const { choices, chosen, isMany, placeholder, onChoose } = props;
  const [query, setQuery] = useState<string>();
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const isOpen = query !== undefined;
  const found = matching(choices, query ?? '');
  const labelOf = (value: string) => choices.find((one) => one.value === value)?.label ?? value;

  const open = (text = '') => {
    setQuery(text);
    setActive(
      text === '' && !isMany
        ? Math.max(
            0,
            choices.findIndex((one) => one.value === chosen[0]),
          )
        : 0,
    );
  };
  const close = () => setQuery(undefined);
  const pick = ({ value }: Choice) => {
    if (!isMany) {
      close();
      if (value !== chosen[0]) onChoose([value]);
      return;
    }
    setQuery('');
    if (chosen.includes(value)) onChoose(chosen.filter((one) => one !== value));
    else if (chosen.length < (props.most ?? Number.POSITIVE_INFINITY)) onChoose([...chosen, value]);
  };
  const move = (by: number) => {
    if (!isOpen) open();
    else if (found.length > 0) setActive((active + by + found.length) % found.length);
  };
  const key = (event: KeyboardEvent) => {
    const last = () => {
      if (isMany && chosen.length > 0) onChoose(chosen.slice(0, -1));
    };
    const did = pressed(event.key, { isOpen, query, move, close, last });
    const isPick = event.key === 'Enter' && isOpen && !event.ctrlKey && !event.metaKey;
    if (isPick && found[active]) pick(found[active]);
    if (!did && !isPick) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="combobox" ref={box} aria-busy={props.isBusy}>
      {isMany &&
        chosen.map((value) => (
          <span className="combobox__chip" key={value}>
            {labelOf(value)}
            <button
              type="button"
              aria-label={`Remove ${labelOf(value)}`}
              onClick={() => onChoose(chosen.filter((one) => one !== value))}
            >
              ✕
            </button>
          </span>
        ))}
      <input
        id={props.id}
        className="combobox__input"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found[active] ? `${listId}-${active}` : undefined}
        aria-label={props.labelledBy ? undefined : props.label}
        aria-labelledby={props.labelledBy}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid || undefined}
        aria-required={props.isRequired || undefined}
        value={query ?? (isMany || !chosen[0] ? '' : labelOf(chosen[0]))}
        placeholder={isMany && chosen.length > 0 ? '' : (chosen[0] && labelOf(chosen[0])) || placeholder}
        onChange={(event) => open(event.target.value)}
        onClick={() => !isOpen && open()}
        onKeyDown={key}
        onBlur={close}
      />
      <span className="combobox__arrow" aria-hidden="true" />
      {isOpen && (
        <Listbox
          id={listId}
          near={box}
          choices={found}
          chosen={chosen}
          active={active}
          isMany={isMany}
          label={props.label ?? placeholder}
          onPick={pick}
          onActive={setActive}
        />
      )}
    </div>
  );
}

interface Keys {
  isOpen: boolean;
  query: string | undefined;
  move(by: number): void;
  close(): void;
  /** Takes the last of several values away. */
  last(): void;
}

/** True where the key did something. */
function pressed(key: string, { isOpen, query, move, close, last }: Keys): boolean {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowUp':
      move(key === 'ArrowDown' ? 1 : -1);
      return true;
    case 'Escape':
      close();
      return isOpen;
    case 'Backspace':
      if (query) return false;
      last();
      return true;
    default:
      return false;
  }
}
