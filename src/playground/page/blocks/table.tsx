/** Tables: the first row names the columns. */
import { type Json, list, records, text } from '../../server/json.js';
import { LibraryBlock } from './library-block.js';
import './table.css';

export function TableBlock({ block }: { block: Json }) {
  const [head = [], ...rows] = list(block.rows).map(records);
  const settings = records(block.column_settings);
  const align = (column: number) => ({ textAlign: ALIGN[text(settings[column]?.align)] });
  return (
    <div className="table">
      <table>
        {text(block.caption) && <caption>{text(block.caption)}</caption>}
        <thead>
          <tr>
            {keyed(head).map(([key, cell], column) => (
              <th key={key} scope="col" style={align(column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(rows).map(([row, cells]) => (
            <tr key={row}>
              {keyed(cells).map(([key, cell], column) => (
                <td key={key} style={align(column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ALIGN: Record<string, 'left' | 'center' | 'right'> = { left: 'left', center: 'center', right: 'right' };

function Cell({ cell }: { cell: Json }) {
  return cell.type === 'rich_text' ? <LibraryBlock block={cell} /> : text(cell.text);
}

/** Rows and cells have no identity but their place. */
const keyed = <Part,>(parts: Part[]): [string, Part][] => parts.map((part, at) => [`${at}`, part]);
