/** The path of the state that a persisted snapshot is in: `running.working`, `checking`; '' where it says none. */
export function statePath({ value }: { value?: unknown; [key: string]: unknown }): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const [entry] = Object.entries(value);
  return entry ? [entry[0], statePath({ value: entry[1] })].filter(Boolean).join('.') : '';
}
