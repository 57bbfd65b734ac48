/** A box to choose from by typing: ARIA's editable combobox with a list, for one or several values. */
import { useId, useRef } from 'react';
import type { Choice } from './choices.js';
import { useList } from './combobox-list.js';
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
  const { query, found, active, ...list } = useList(props);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const isOpen = query !== undefined;
  const labelOf = (value: string) => choices.find((one) => one.value === value)?.label ?? value;
  return (
    <div className="combobox" ref={box} aria-busy={props.isBusy}>
      {isMany && <Chips chosen={chosen} labelOf={labelOf} onChoose={onChoose} />}
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
        onChange={(event) => list.open(event.target.value)}
        onClick={() => !isOpen && list.open()}
        onKeyDown={list.key}
        onBlur={list.close}
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
          onPick={list.pick}
          onActive={list.setActive}
        />
      )}
    </div>
  );
}

interface ChipsOf {
  chosen: string[];
  labelOf(value: string): string;
  onChoose(values: string[]): void;
}

function Chips({ chosen, labelOf, onChoose }: ChipsOf) {
  return chosen.map((value) => (
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
  ));
}
