/** The list of a combobox: whether it is open, what it offers, and what the keys do with it. */
import { type KeyboardEvent, useState } from 'react';
import { type Choice, matching } from './choices.js';
import type { ComboboxOf } from './combobox.js';

interface List {
  /** What was typed; undefined while the list is closed. */
  query: string | undefined;
  found: Choice[];
  /** Index in `found`. */
  active: number;
  setActive(index: number): void;
  open(query?: string): void;
  close(): void;
  pick(choice: Choice): void;
  key(event: KeyboardEvent): void;
}

type Offer = Pick<ComboboxOf, 'choices' | 'chosen' | 'isMany' | 'most' | 'onChoose'>;

export function useList({ choices, chosen, isMany, most, onChoose }: Offer): List {
  const [query, setQuery] = useState<string>();
  const [active, setActive] = useState(0);
  const isOpen = query !== undefined;
  const found = matching(choices, query ?? '');
  const open = (text = '') => {
    const at = choices.findIndex((one) => one.value === chosen[0]);
    setQuery(text);
    setActive(text === '' && !isMany ? Math.max(0, at) : 0);
  };
  const close = () => setQuery(undefined);
  const pick = ({ value }: Choice) => {
    if (isMany) setQuery('');
    else close();
    const next = isMany ? toggled(chosen, value, most) : [value];
    if (next.length !== chosen.length || next[0] !== chosen[0]) onChoose(next);
  };
  const move = (by: number) => {
    if (!isOpen) open();
    else if (found.length > 0) setActive((active + by + found.length) % found.length);
  };
  const takeLast = () => {
    if (isMany && chosen.length > 0) onChoose(chosen.slice(0, -1));
  };
  const key = (event: KeyboardEvent) => {
    const isPick = event.key === 'Enter' && isOpen && !event.ctrlKey && !event.metaKey;
    if (isPick && found[active]) pick(found[active]);
    if (!isPick && !did(event.key, { query, move, close, takeLast })) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { query, found, active, setActive, open, close, pick, key };
}

function toggled(chosen: string[], value: string, most = Number.POSITIVE_INFINITY): string[] {
  if (chosen.includes(value)) return chosen.filter((one) => one !== value);
  return chosen.length < most ? [...chosen, value] : chosen;
}

interface Keys {
  query: string | undefined;
  move(by: number): void;
  close(): void;
  takeLast(): void;
}

/** True where the key did something. */
function did(key: string, { query, move, close, takeLast }: Keys): boolean {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowUp':
      move(key === 'ArrowDown' ? 1 : -1);
      return true;
    case 'Escape':
      close();
      return query !== undefined;
    case 'Backspace':
      if (query) return false;
      takeLast();
      return true;
    default:
      return false;
  }
}
