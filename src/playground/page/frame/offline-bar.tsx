import { useEffect, useState } from 'react';
import { useMe } from '../model/hooks.js';
import { useIsLive } from './frame-context.js';

/** A connection takes a moment; only a longer silence is worth a word. */
const PATIENCE_MS = 1_500;

/** Says that the program behind the page is away; the connection comes back by itself. */
export function OfflineBar() {
  const isLive = useIsLive();
  const me = useMe();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (isLive) return;
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isLive]);
  if (isLive || !isLong) return null;
  return (
    <p className="offline-bar" role="alert">
      {me
        ? 'The playground is not running or does not answer. This page keeps trying; after a new start, open the address that npm run playground prints.'
        : 'The playground does not answer. Open the address that npm run playground prints.'}
    </p>
  );
}
