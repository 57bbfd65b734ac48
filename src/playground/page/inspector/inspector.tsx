/** Looks inside of the bot: its process, and of each run the machine, events, effects and timers as they happen. */
import { type CSSProperties, useState } from 'react';
import { useKept } from '../frame/browser-state.js';
import { BotProcess } from './bot-process.js';
import './inspector.css';
import type { Known } from './known.js';
import './lines.css';
import { Resizer } from './resizer.js';
import { RunView } from './run-view.js';
import { useInspection } from './use-inspection.js';

const WIDTH = 480;

export function Inspector({ onClose }: { onClose(): void }) {
  const { known, isLive } = useInspection();
  const [kept, keep] = useKept('metawsm.inspector.width', String(WIDTH));
  const width = Number(kept) || WIDTH;
  const [chosen, setChosen] = useState('');
  // Without a choice of one's own the newest run is shown.
  const run = known.runs.find(({ id }) => id === chosen) ?? known.runs[0];
  return (
    <aside
      className="inspector"
      aria-label="Inspector"
      style={{ '--inspector-width': `${width}px` } as CSSProperties}
    >
      <Resizer width={width} onResize={(wished) => keep(String(wished))} />
      <header className="inspector__header">
        <h2>Inspector</h2>
        {!isLive && <span className="inspector__soft">connecting…</span>}
        <button type="button" className="inspector__close" aria-label="Close the inspector" onClick={onClose}>
          ✕
        </button>
      </header>
      <div className="inspector__body">
        <BotProcess />
        {known.runs.length > 0 && (
          <label className="inspector__run">
            <span>Run</span>
            <select value={run?.id ?? ''} onChange={(event) => setChosen(event.target.value)}>
              {known.runs.map(({ id, ticket, status }) => (
                <option key={id} value={id}>
                  {ticket} · {status} · {id}
                </option>
              ))}
            </select>
          </label>
        )}
        {!run && <p className="inspector__empty">{emptyWords(known)}</p>}
        <RunView known={known} run={run} />
      </div>
    </aside>
  );
}

function emptyWords({ hasDatabase }: Known): string {
  if (hasDatabase === undefined) return 'Looking…';
  if (!hasDatabase) return 'The bot has not made its database yet. This fills by itself once it has.';
  return 'There is no run yet. Start one in a channel with /metawsm bootstrap and watch it move here.';
}
