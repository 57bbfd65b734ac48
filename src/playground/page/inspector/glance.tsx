/** A run in four lines: its state, its newest event, what is under way, what comes by itself. */
import type {
  InspectedEffect,
  InspectedEvent,
  InspectedRun,
  InspectedTimer,
} from '../../../app/inspection.js';
import { Step } from './events.js';
import { useNow } from './use-now.js';
import { nameOf } from './ways.js';
import { clock, toneOf, until } from './words.js';

export interface GlanceProps {
  run: InspectedRun;
  newest?: InspectedEvent | undefined;
  effects: InspectedEffect[];
  timers: InspectedTimer[];
}

export function Glance({ run, newest, effects, timers }: GlanceProps) {
  const now = useNow();
  const open = effects.filter(({ status }) => status === 'pending' || status === 'started');
  const [next] = timers;
  return (
    <>
      <p className="glance__state">
        <span className={`glance__badge glance__badge--${toneOf(run.state)}`}>{stateInWords(run.state)}</span>
        {run.outcome && <span>{run.outcome}</span>}
        <span className="inspector__soft">version {run.version}</span>
      </p>
      <dl className="glance">
        <dt>Newest event</dt>
        <dd aria-live="polite">
          {newest?.to && (
            <>
              <code>{newest.type}</code> <Step from={newest.from} to={newest.to} />{' '}
              <span className="lines__time">{clock(newest.at)}</span>
            </>
          )}
        </dd>
        <dt>Under way</dt>
        <dd>
          {open.length === 0 && <span className="inspector__soft">nothing</span>}
          {open.slice(0, MOST).map(({ id, kind, status }) => (
            <span key={id} className={`tag tag--${status}`}>
              {kind} {status}
            </span>
          ))}
          {open.length > MOST && <span className="inspector__soft"> and {open.length - MOST} more</span>}
        </dd>
        <dt>Next timer</dt>
        <dd>
          {next ? (
            <>
              <code>{next.name}</code> <span className="inspector__soft">{until(next.dueAt, now)}</span>
            </>
          ) : (
            <span className="inspector__soft">none</span>
          )}
        </dd>
      </dl>
    </>
  );
}

/** More would be a list, which is below. */
const MOST = 2;

/** `running.working` → `running: working`. */
function stateInWords(state: string): string {
  const [status = ''] = state.split('.');
  return state === status ? nameOf(state) : `${nameOf(status)}: ${nameOf(state)}`;
}
