/** The list of a combobox, above everything else on the page and beside its box. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Choice } from './choices.js';

export interface ListboxOf {
  id: string;
  near: RefObject<HTMLElement | null>;
  choices: Choice[];
  chosen: string[];
  active: number;
  isMany: boolean;
  label: string;
  onPick(choice: Choice): void;
  onActive(index: number): void;
}

export function Listbox({ id, near, choices, chosen, active, isMany, label, onPick, onActive }: ListboxOf) {
  const ref = useRef<HTMLDivElement>(null);
  usePlacedBelow(ref, near, choices.length);
  useLayoutEffect(() => {
    ref.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div className="listbox" popover="manual" ref={ref}>
      <div role="listbox" id={id} aria-label={label} aria-multiselectable={isMany || undefined}>
        {choices.map((choice, index) => (
          <div key={choice.value}>
            {choice.group && choice.group !== choices[index - 1]?.group && (
              <div className="listbox__group" role="presentation">
                {choice.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box, which keeps the focus */}
            <div
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              className={`listbox__option ${index === active ? 'listbox__option--active' : ''}`}
              aria-selected={chosen.includes(choice.value)}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => onActive(index)}
              onClick={() => onPick(choice)}
            >
              <span className="listbox__label">{choice.label}</span>
              {choice.detail && <span className="listbox__detail">{choice.detail}</span>}
              {chosen.includes(choice.value) && <span aria-hidden="true">✓</span>}
            </div>
          </div>
        ))}
      </div>
      {choices.length === 0 && (
        <div className="listbox__none" role="status">
          No results
        </div>
      )}
    </div>
  );
}

/** Pixels between box and list, and the least room below before the list goes above. */
const GAP = 4;
const ROOM = 180;

export function usePlacedBelow(
  ref: RefObject<HTMLElement | null>,
  near: RefObject<HTMLElement | null>,
  size: number,
): void {
  // More or fewer rows move a list that opens upwards.
  useLayoutEffect(() => {
    const list = ref.current;
    if (!list) return undefined;
    const place = () => near.current && placeBelow(list, near.current.getBoundingClientRect());
    list.showPopover();
    place();
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [ref, near, size]);
}

function placeBelow(list: HTMLElement, box: DOMRect): void {
  const below = window.innerHeight - box.bottom - 2 * GAP;
  const goesUp = below < ROOM && box.top > below;
  const room = goesUp ? box.top - 2 * GAP : below;
  Object.assign(list.style, {
    minWidth: `${Math.min(box.width, window.innerWidth - 2 * GAP)}px`,
    maxHeight: `${Math.min(320, room)}px`,
    left: '0px',
    top: '0px',
  });
  const left = Math.min(box.left, window.innerWidth - list.offsetWidth - GAP);
  list.style.left = `${Math.max(GAP, left)}px`;
  list.style.top = `${goesUp ? box.top - GAP - list.offsetHeight : box.bottom + GAP}px`;
}
