/** A button that opens a menu: arrow keys, Escape, a click beside it. */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface MenuItem {
  key: string;
  label: string;
  detail?: string;
  isDanger?: boolean;
  run: () => void;
}

interface Props {
  label: string;
  className: string;
  items: MenuItem[];
  heading?: string;
  children: ReactNode;
  onOpenChange?: (isOpen: boolean) => void;
}

const GAP = 4;
const EDGE = 8;

export function Menu({ label, className, items, heading, children, onOpenChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
    if (!next) button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => open(!isOpen)}
      >
        {children}
      </button>
      {isOpen && <MenuList {...{ label, items, heading, button }} close={() => open(false)} />}
    </>
  );
}

interface ListProps {
  label: string;
  items: MenuItem[];
  heading: string | undefined;
  button: React.RefObject<HTMLButtonElement | null>;
  close: () => void;
}

function MenuList({ label, items, heading, button, close }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place(list.current, button.current), [button]);
  useEffect(() => {
    focusItem(list.current, 0);
    const away = (event: Event) => {
      const target = event.target as Node;
      if (!list.current?.contains(target) && !button.current?.contains(target)) close();
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  });
  return (
    <div
      ref={list}
      className="popup"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => onKey(event, list.current, close)}
    >
      {heading && <div className="popup__heading">{heading}</div>}
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={`popup__item${item.isDanger ? ' popup__item--danger' : ''}`}
          onClick={() => {
            close();
            item.run();
          }}
        >
          <span className="popup__label">{item.label}</span>
          {item.detail && <span className="popup__detail">{item.detail}</span>}
        </button>
      ))}
    </div>
  );
}

function onKey(event: KeyboardEvent, list: HTMLElement | null, close: () => void): void {
  const items = itemsOf(list);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (event.key === 'Escape' || event.key === 'Tab') close();
  else if (event.key in moves) focusItem(list, moves[event.key] ?? 0);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const itemsOf = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
];

function focusItem(list: HTMLElement | null, at: number): void {
  const items = itemsOf(list);
  items.at(at % Math.max(items.length, 1))?.focus();
}

/** Below the button, or above it where there is no room; never beyond the window. */
function place(list: HTMLElement | null, button: HTMLElement | null): void {
  if (!list || !button) return;
  const from = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const below = from.bottom + GAP;
  const top = below + height + EDGE > window.innerHeight ? from.top - GAP - height : below;
  const left = Math.min(from.left, window.innerWidth - width - EDGE);
  list.style.top = `${Math.max(EDGE, top)}px`;
  list.style.left = `${Math.max(EDGE, left)}px`;
}
