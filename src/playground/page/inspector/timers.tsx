/** Points in time that come back to the run as events. */
import type { InspectedTimer } from '../../../app/inspection.js';
import { LinesTable } from './lines-table.js';
import { useNow } from './use-now.js';
import { clock, until } from './words.js';

const COLUMNS = ['Timer', 'Due', 'At'];

export function Timers({ timers }: { timers: InspectedTimer[] }) {
  const now = useNow();
  return (
    <LinesTable columns={COLUMNS}>
      {timers.map(({ id, name, dueAt }) => (
        <tr key={id} className="lines__row">
          <th scope="row">
            <code>{name}</code>
          </th>
          <td>{until(dueAt, now)}</td>
          <td className="lines__time">
            <time dateTime={dueAt}>{clock(dueAt)}</time>
          </td>
        </tr>
      ))}
    </LinesTable>
  );
}
