/** What the browser knows: the address, what it keeps, whether the window is looked at, the time. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { hashOf, type Place, placeOf } from './place.js';

/** The place in the address, and the way to another. */
export function usePlace(): [Place | undefined, (place: Place) => void] {
  const hash = useSyncExternalStore(onHashChange, () => location.hash);
  const go = useCallback((place: Place) => {
    location.hash = hashOf(place);
  }, []);
  return [placeOf(hash), go];
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** What was kept is told to everybody on the page who shows it. */
const KEPT = 'metawsm-kept';

/** A text that this browser keeps under a name. */
export function useKept(name: string, first: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => keptIn(localStorage, name) ?? first);
  useEffect(() => {
    const onKept = ({ detail }: CustomEventInit<[string, string]>) => {
      if (detail?.[0] === name) setValue(detail[1]);
    };
    window.addEventListener(KEPT, onKept);
    return () => window.removeEventListener(KEPT, onKept);
  }, [name]);
  const set = useCallback(
    (next: string) => {
      keepIn(localStorage, name, next);
      window.dispatchEvent(new CustomEvent(KEPT, { detail: [name, next] }));
    },
    [name],
  );
  return [value, set];
}

/** A browser may forbid to keep anything; then it is kept until the page goes. */
export function keptIn(storage: Storage, name: string): string | null {
  try {
    return storage.getItem(name);
  } catch {
    return null;
  }
}

export function keepIn(storage: Storage, name: string, value: string): void {
  try {
    storage.setItem(name, value);
  } catch {
    // Full or forbidden: it lasts as long as the page.
  }
}

/** True while somebody looks at this window. */
export function useIsWatched(): boolean {
  return useSyncExternalStore(onFocusChange, () => document.hasFocus() && !document.hidden);
}

function onFocusChange(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** Now in milliseconds, anew every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
