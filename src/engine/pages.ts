/** Long lists a page at a time. */
export interface Paged<T> {
  rows: T[];
  /** From 1; the last one where a later one was asked for. */
  page: number;
  pages: number;
  /** Rows of the whole list. */
  total: number;
}

type Read<T> = (offset: number, limit: number) => Promise<{ rows: T[]; total: number }>;

/** Page `wanted` (from 1) of what `read` gives, `size` rows long. */
export async function paged<T>(wanted: number, size: number, read: Read<T>): Promise<Paged<T>> {
  const asked = Math.max(1, Math.trunc(wanted) || 1);
  const first = await read((asked - 1) * size, size);
  const pages = Math.max(1, Math.ceil(first.total / size));
  const page = Math.min(asked, pages);
  const { rows, total } = page === asked ? first : await read((page - 1) * size, size);
  return { rows, page, pages, total };
}
