/** The menu behind three dots. */
import { type KeyboardEvent, useContext, useId, useLayoutEffect, useRef, useState } from 'react';
import { type Json, records, text } from '../../server/json.js';
import { linkedMessage, MessageLinkContext } from '../text/message-link.js';
import { safeHref } from '../text/sequences.js';
import { useChoosing } from './echo.js';
import { usePlacedBelow } from './listbox.js';
import { words } from './plain-text.js';
import { Refusal } from './refusal.js';
import type { Placed } from './screen.js';

export function OverflowElement(placed: Placed) {
  const { isBusy, refusal, dialog, choose } = useChoosing(placed);
  const show = useContext(MessageLinkContext);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menuId = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const pick = (option: Json) => {
    close();
    const href = safeHref(text(option.url));
    const message = href && linkedMessage(href);
    if (message && show) show(message);
    else if (href) window.open(href, '_blank', 'noreferrer,noopener');
    choose([text(option.value)]);
  };
  return (
    <span className="element">
      <button
        ref={button}
        type="button"
        className="button button--more"
        aria-label={text(placed.element.accessibility_label) || 'More options'}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={menuId}
        aria-busy={isBusy}
        onClick={() => setOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <Menu
          id={menuId}
          near={button}
          options={records(placed.element.options)}
          onPick={pick}
          onClose={close}
        />
      )}
      {dialog}
      <Refusal text={refusal} />
    </span>
  );
}

interface MenuOf {
  id: string;
  near: React.RefObject<HTMLButtonElement | null>;
  options: Json[];
  onPick(option: Json): void;
  onClose(): void;
}

function Menu({ id, near, options, onPick, onClose }: MenuOf) {
  const ref = useRef<HTMLDivElement>(null);
  usePlacedBelow(ref, near, options.length);
  useLayoutEffect(() => ref.current?.querySelector('button')?.focus(), []);
  const key = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = [...event.currentTarget.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) items.at(to % items.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={ref}
      id={id}
      className="listbox"
      popover="manual"
      role="menu"
      tabIndex={-1}
      onKeyDown={key}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onClose()}
    >
      {options.map((option) => (
        <button
          key={text(option.value)}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className="listbox__option listbox__option--menu"
          onClick={() => onPick(option)}
        >
          <span className="listbox__label">{words(option.text)}</span>
          <span className="listbox__detail">{words(option.description)}</span>
        </button>
      ))}
    </div>
  );
}
