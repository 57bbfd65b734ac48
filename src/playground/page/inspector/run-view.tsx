/** One run: where it stands, the machine, and what happened. */
import { useMemo, useState } from 'react';
import { Effects } from './effects.js';
import { Events, Step } from './events.js';
import type { Known } from './known.js';
import { Machine } from './machine.js';
import { Tabs } from './tabs.js';
import { Timers } from './timers.js';
import { lastMove, nameOf, waysFrom } from './ways.js';
import { WaysList } from './ways-list.js';
import { clock, toneOf } from './words.js';

export function RunView({ known, run }: { known: Known; run?: Known['runs'][number] | undefined }) {
  const [shown, setShown] = useState<string>();
  const { picture } = known;
  const ways = useMemo(() => (picture && run ? waysFrom(picture, run.state) : []), [picture, run]);
  const events = (run && known.events[run.id]) ?? [];
  const effects = (run && known.effects[run.id]) ?? [];
  const timers = known.timers.filter((timer) => timer.run === run?.id);
  const [last, newest] = [lastMove(events), events.at(-1)];
  return (
    <div className="run-view">
      <div className="run-view__machine">
        {run && (
          <p className="run-view__state">
            <span className={`run-view__badge run-view__badge--${toneOf(run.state)}`}>
              {stateInWords(run.state)}
            </span>
            {run.outcome && <span>{run.outcome}</span>}
            <span className="inspector__soft">version {run.version}</span>
          </p>
        )}
        <p className="run-view__newest" aria-live="polite">
          {newest?.to && (
            <>
              <span className="lines__time">{clock(newest.at)}</span> <code>{newest.type}</code>{' '}
              <Step from={newest.from} to={newest.to} />
            </>
          )}
        </p>
        {picture && (
          <Machine
            picture={picture}
            ways={ways}
            onShow={setShown}
            {...(run ? { state: run.state } : {})}
            {...(last ? { last } : {})}
            {...(shown ? { shown } : {})}
          />
        )}
        {run && <WaysList ways={ways} onShow={setShown} {...(shown ? { shown } : {})} />}
      </div>
      {run && (
        <Tabs
          label="What happened in the run"
          tabs={[
            { name: 'Events', count: events.length, content: <Events key={run.id} events={events} /> },
            {
              name: 'Effects',
              count: effects.length,
              content: orNone(
                effects,
                <Effects key={run.id} effects={effects} />,
                'Nothing was set going yet.',
              ),
            },
            {
              name: 'Timers',
              count: timers.length,
              content: orNone(
                timers,
                <Timers timers={timers} />,
                'No timer is open: nothing waits for a point in time.',
              ),
            },
          ]}
        />
      )}
    </div>
  );
}

const orNone = (list: unknown[], content: React.ReactNode, words: string) =>
  list.length > 0 ? content : <p className="inspector__empty">{words}</p>;

/** `running.working` → `running: working`. */
function stateInWords(state: string): string {
  const [status = ''] = state.split('.');
  return state === status ? nameOf(state) : `${nameOf(status)}: ${nameOf(state)}`;
}
