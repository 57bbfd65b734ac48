/** A list that people read: the first `most` entries, and how many there are besides. */
export function listed(all: readonly string[], most: number): string {
  const more = all.length > most ? ` and ${all.length - most} more` : '';
  return all.slice(0, most).join(', ') + more;
}
