/** The journal of a run, newest first. */
import { Fragment, useState } from 'react';
import type { InspectedEvent } from '../../../app/inspection.js';
import { usePieces } from '../model/hooks.js';
import { LineDetail, LinesTable } from './lines-table.js';
import { nameOf } from './ways.js';
import { clock, sender } from './words.js';

const COLUMNS = ['Time', 'Event', 'By', 'State'];

const OUTCOMES = { applied: '', ignored: 'came too late', refused: 'refused' } as const;

export function Events({ events }: { events: InspectedEvent[] }) {
  const [onlyMoves, setOnlyMoves] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const listed = events.filter(({ from, to }) => !onlyMoves || from !== to).reverse();
  const toggle = (seq: number) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(seq)) next.add(seq);
      return next;
    });
  return (
    <>
      <label className="inspector__check">
        <input type="checkbox" checked={onlyMoves} onChange={(event) => setOnlyMoves(event.target.checked)} />
        Only events that moved the run
      </label>
      <LinesTable columns={COLUMNS}>
        {listed.map((line) => (
          <Fragment key={line.seq}>
            <EventRow line={line} isOpen={open.has(line.seq)} onToggle={() => toggle(line.seq)} />
            {open.has(line.seq) && <LineDetail columns={COLUMNS} value={line.event} />}
          </Fragment>
        ))}
      </LinesTable>
    </>
  );
}

function EventRow({ line, isOpen, onToggle }: { line: InspectedEvent; isOpen: boolean; onToggle(): void }) {
  const outcome = OUTCOMES[line.outcome];
  return (
    <tr className={`lines__row lines__row--${line.outcome}`}>
      <td className="lines__time" title={`Version ${line.seq}`}>
        {clock(line.at)}
      </td>
      <th scope="row">
        <button type="button" className="lines__open" aria-expanded={isOpen} onClick={onToggle}>
          <code>{breakable(line.type)}</code>
        </button>
        {outcome && <span className={`tag tag--${line.outcome}`}>{outcome}</span>}
      </th>
      <td>
        <Who line={line} />
      </td>
      <td>{line.to === undefined ? '' : <Step from={line.from} to={line.to} />}</td>
    </tr>
  );
}

/** From one state to another; a state that stays is only named. */
export function Step({ from, to }: { from?: string | undefined; to: string }) {
  if (from === to) return <span className="inspector__soft">stays {nameOf(to)}</span>;
  return (
    <span className="lines__step">
      {from !== undefined && <span className="inspector__soft">{nameOf(from)} </span>}→{' '}
      <strong>{nameOf(to)}</strong>
    </span>
  );
}

/** A long name may break after an underscore. */
const breakable = (name: string) =>
  name
    .split('_')
    .flatMap((part, at) => (at === 0 ? [part] : ['_', <wbr key={name.slice(0, at) + part} />, part]));

function Who({ line }: { line: InspectedEvent }) {
  const pieces = usePieces();
  if (line.actor === undefined) return <span className="inspector__soft">{sender(line)}</span>;
  const person = pieces[`user:${line.actor}`];
  return <>{person?.is === 'user' ? person.name : line.actor}</>;
}
