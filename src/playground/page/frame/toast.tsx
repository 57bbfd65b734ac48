import { useEffect } from 'react';

const SHOWN_MS = 6_000;

/** One line that goes by itself. */
export function Toast({ text, done }: { text: string; done: () => void }) {
  useEffect(() => {
    const timer = setTimeout(done, SHOWN_MS);
    return () => clearTimeout(timer);
  });
  return (
    <p className="toast" role="status">
      {text}
    </p>
  );
}
