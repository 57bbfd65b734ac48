/** The left edge of the panel: dragged, or moved with the arrow keys. */
import type { KeyboardEvent, PointerEvent } from 'react';

const LEAST = 340;
const STEP = 24;
const most = () => Math.max(LEAST, window.innerWidth - 320);
const fit = (width: number) => Math.round(Math.min(Math.max(width, LEAST), most()));

export function Resizer({ width, onResize }: { width: number; onResize(width: number): void }) {
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      onResize(fit(window.innerWidth - event.clientX));
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onResize(fit(width + by));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged
    <div
      className="inspector__edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the inspector"
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={most()}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
