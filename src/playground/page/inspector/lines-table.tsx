/** A table of the inspector: what its columns are called, and its rows. */
import type { ReactNode } from 'react';

export function LinesTable({ columns, children }: { columns: string[]; children: ReactNode }) {
  return (
    <table className="lines">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** The row below a line that was opened. */
export function LineDetail({ columns, value }: { columns: string[]; value: unknown }) {
  return (
    <tr>
      <td colSpan={columns.length} className="lines__detail">
        <pre>{JSON.stringify(value, null, 2)}</pre>
      </td>
    </tr>
  );
}
