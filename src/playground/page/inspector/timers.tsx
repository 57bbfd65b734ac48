/** Points in time that come back to the run as events. */
import type { InspectedTimer } from '../../scene/inspection.js';
import { useNow } from './use-now.js';
import { clock, until } from './words.js';

export function Timers({ timers }: { timers: InspectedTimer[] }) {
  const now = useNow();
  return (
    <table className="lines">
      <thead>
        <tr>
          <th scope="col">Timer</th>
          <th scope="col">Due</th>
          <th scope="col">At</th>
        </tr>
      </thead>
      <tbody>
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
      </tbody>
    </table>
  );
}
