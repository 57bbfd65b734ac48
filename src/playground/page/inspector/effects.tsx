/** What a run's events have set going, newest first. */
import { Fragment, useState } from 'react';
import type { InspectedEffect } from '../../../app/inspection.js';
import { LineDetail, LinesTable } from './lines-table.js';
import { clock } from './words.js';

const COLUMNS = ['Effect', 'Lane', 'State', 'Started'];

export function Effects({ effects }: { effects: InspectedEffect[] }) {
  const [open, setOpen] = useState<string>();
  return (
    <LinesTable columns={COLUMNS}>
      {effects.toReversed().map((effect) => (
        <Fragment key={effect.id}>
          <tr className="lines__row">
            <th scope="row">
              <button
                type="button"
                className="lines__open"
                aria-expanded={open === effect.id}
                onClick={() => setOpen(open === effect.id ? undefined : effect.id)}
              >
                <code>{effect.kind}</code>
              </button>{' '}
              <span className="inspector__soft">{gist(effect.params)}</span>
            </th>
            <td>{effect.lane}</td>
            <td>
              <State effect={effect} />
              {effect.attempts > 1 && <span className="inspector__soft"> try {effect.attempts}</span>}
            </td>
            <td className="lines__time">{effect.startedAt ? clock(effect.startedAt) : ''}</td>
          </tr>
          {open === effect.id && <LineDetail columns={COLUMNS} value={detail(effect)} />}
        </Fragment>
      ))}
    </LinesTable>
  );
}

/** An effect that a newer one made needless is done without ever starting. */
function State({ effect: { status, result } }: { effect: InspectedEffect }) {
  if (result !== 'superseded') return <span className={`tag tag--${status}`}>{status}</span>;
  return (
    <span className="tag" title="A newer one draws the same message.">
      superseded
    </span>
  );
}

/** The name of the message, or the number of the step. */
function gist(params: unknown): string {
  const { ref, step } = (params ?? {}) as { ref?: unknown; step?: unknown };
  if (typeof ref === 'string') return ref;
  return typeof step === 'number' ? `step ${step}` : '';
}

const detail = ({ id, seq, params, attempts, dueAt, result }: InspectedEffect) => ({
  id,
  'from event': seq,
  params,
  attempts,
  ...(dueAt ? { 'not before': dueAt } : {}),
  ...(result ? { result } : {}),
});
