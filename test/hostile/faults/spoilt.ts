/** Ways in which what is stored of one run may be spoilt. */
type Stored = { context: Record<string, unknown>; [key: string]: unknown };

export interface Spoilt {
  what: string;
  /** The columns of its row, from those it had. */
  row(snapshot: string): { snapshot: string; machine_version?: number };
}

const changed = (change: (stored: Stored) => unknown) => (text: string) => ({
  snapshot: JSON.stringify(change(JSON.parse(text) as Stored)),
});
const without = (key: string) =>
  changed(({ context, ...rest }) => {
    const { [key]: _, ...left } = context;
    return { ...rest, context: left };
  });

export const SPOILT: Spoilt[] = [
  { what: 'cut off', row: (text) => ({ snapshot: text.slice(0, text.length / 2) }) },
  { what: 'empty', row: () => ({ snapshot: '' }) },
  { what: '{}', row: () => ({ snapshot: '{}' }) },
  { what: 'null', row: () => ({ snapshot: 'null' }) },
  { what: 'a list', row: () => ({ snapshot: '[]' }) },
  { what: 'zeros', row: (text) => ({ snapshot: '\u0001'.repeat(text.length) }) },
  {
    what: 'of a state that is gone',
    row: changed((stored) => ({ ...stored, value: { intake: 'divining' } })),
  },
  { what: 'of no state', row: changed(({ value: _, ...rest }) => rest) },
  { what: 'without its questions', row: without('questions') },
  { what: 'without its settings', row: without('settings') },
  { what: 'without its agent', row: without('agent') },
  {
    what: 'of another run',
    row: changed((stored) => ({ ...stored, context: { ...stored.context, id: 'other-1-aaaaaa' } })),
  },
  { what: 'of a newer machine', row: (snapshot) => ({ snapshot, machine_version: 99 }) },
];
