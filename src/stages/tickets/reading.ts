/** Reads the index document of a ticket for its brief. A tree that only a person can mend is named, never mended. */
import type { UnreadFile } from '../../run/evidence.js';
import type { TicketReading } from '../../run/ticket-reading.js';
import { draftIn } from './draft.js';
import { metaOf } from './frontmatter.js';
import { foldersOf, linkedFolders } from './lookup.js';
import { LARGEST, type TicketTree } from './options.js';

/** Nothing where there is no such ticket, or where it has no index document. */
export async function readingOf(tree: TicketTree, ticket: string): Promise<TicketReading> {
  const [folder, ...others] = await foldersOf(tree, ticket);
  if (folder === undefined)
    return without(linkedFolders(tree, ticket).map((path) => ({ path, why: 'link' })));
  if (others.length > 0) return without([folder, ...others].map((path) => ({ path, why: 'claimed_twice' })));
  const path = folder === '' ? 'index.md' : `${folder}/index.md`;
  if (tree.links.includes(path)) return without([{ path, why: 'link' }]);
  const file = tree.files.find((one) => one.path === path);
  if (!file) return without([]);
  const text = (await tree.read([path])).get(path);
  if (text === undefined) return without([{ path, why: file.bytes > LARGEST ? 'too_large' : 'no_text' }]);
  if (!metaOf(text)) return without([{ path, why: 'no_header' }]);
  return { fields: draftIn(text), unread: [] };
}

const without = (unread: UnreadFile[]): TicketReading => ({ fields: {}, unread });
