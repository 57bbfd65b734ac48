/** The events that the machine listens to now; each shows its lines in the drawing. */
import { nameOf, type Way } from './ways.js';

export interface WaysListProps {
  ways: Way[];
  shown?: string;
  onShow(event: string | undefined): void;
}

export function WaysList({ ways, shown, onShow }: WaysListProps) {
  const moving = ways.filter(({ to }) => to.length > 0);
  const staying = ways.filter(({ to }) => to.length === 0);
  return (
    <section className="ways" aria-label="What can happen now">
      <h3 className="inspector__title">What can happen now</h3>
      {moving.length === 0 && <p className="inspector__soft">Nothing leads on from here: this is the end.</p>}
      <ul className="ways__list">
        {moving.map((way) => (
          <li key={way.event}>
            <button
              type="button"
              className={`ways__way${way.event === shown ? ' ways__way--shown' : ''}`}
              onPointerEnter={() => onShow(way.event)}
              onPointerLeave={() => onShow(undefined)}
              onFocus={() => onShow(way.event)}
              onBlur={() => onShow(undefined)}
            >
              {way.event === 'always' ? <em>by itself</em> : <code>{way.event}</code>}
              <span className="inspector__soft">
                {' '}
                → {way.to.map(nameOf).join(' or ')}
                {way.stays && ' or stays'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {staying.length > 0 && (
        <p className="inspector__soft ways__staying">
          Taken without moving: {staying.map(({ event }) => event).join(', ')}.
        </p>
      )}
    </section>
  );
}
