/** What the headers of index documents say. A document that is as it was at the last look is not read again. */
import { setImmediate as breath } from 'node:timers/promises';
import { metaOf, stringIn, valueIn } from './frontmatter.js';
import type { TicketFile, TicketTree } from './options.js';

export interface Header {
  /** The kind of document; undefined where the header does not say it or cannot be read. */
  kind: string | undefined;
  /** The ticket of an index document. */
  id: string | undefined;
}

/** By version, of the last look: what is no longer among the documents is forgotten. */
let known: ReadonlyMap<string, Header> = new Map();

/** By path; without what is no text. */
export async function headersOf(
  tree: TicketTree,
  documents: readonly TicketFile[],
): Promise<Map<string, Header>> {
  const before = known;
  const unread = documents.filter(({ version }) => !before.has(version));
  const texts = await tree.read(unread.map(({ path }) => path));
  const seen = new Map<string, Header>();
  const headers = new Map<string, Header>();
  for (const { path, version } of documents) {
    const text = texts.get(path);
    // there may be thousands, and Slack waits three seconds for an answer
    if (text !== undefined) await breath();
    const header = before.get(version) ?? (text === undefined ? undefined : headerIn(text));
    if (!header) continue;
    seen.set(version, header);
    headers.set(path, header);
  }
  known = seen;
  return headers;
}

function headerIn(text: string): Header {
  const meta = metaOf(text);
  const kind = stringIn(meta, 'DocType');
  return { kind, id: valueIn(meta, 'DocType') === 'index' ? valueIn(meta, 'Ticket') : undefined };
}
