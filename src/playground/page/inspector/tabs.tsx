/** Tabs with the keyboard's arrows, as the ARIA practices describe them. */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';

export interface Tab {
  name: string;
  /** How many things are inside. */
  count: number;
  content: ReactNode;
}

export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const [at, setAt] = useState(0);
  const id = useId();
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const wished = steps[event.key];
    if (wished === undefined) return;
    event.preventDefault();
    const next = (wished + tabs.length) % tabs.length;
    setAt(next);
    buttons.current[next]?.focus();
  };
  return (
    <div className="tabs">
      <div className="tabs__bar" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ name, count }, index) => (
          <button
            key={name}
            ref={(button) => {
              buttons.current[index] = button;
            }}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            className="tabs__tab"
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => setAt(index)}
          >
            {name} <span className="tabs__count">{count}</span>
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${at}`} className="tabs__panel">
        {tabs[at]?.content}
      </div>
    </div>
  );
}
