/** Finds the folder of a ticket among the documents. What two folders claim is never written to. */
import { headersOf } from './headers.js';
import { TicketFault, type TicketTree } from './options.js';

interface Candidate {
  folder: string;
  id: string;
}

const BUILT = new Set(['.git', '.meta', 'node_modules', 'vendor', 'dist', 'build', 'target', 'coverage']);

/** The folder of the ticket; undefined where there is none. Throws `TicketFault` where there are several. */
export async function folderOf(tree: TicketTree, ticket: string): Promise<string | undefined> {
  const folders = await foldersOf(tree, ticket);
  if (folders.length > 1)
    throw new TicketFault(`${folders.length} folders claim ${ticket}:`, 'ticket_ambiguous', folders);
  return folders[0];
}

/** All folders of the ticket: those of exactly this id, else those whose id differs in letter case only. */
export async function foldersOf(tree: TicketTree, ticket: string): Promise<string[]> {
  const candidates = await candidatesOf(tree);
  const exact = candidates.filter(({ id }) => id === ticket);
  const lower = ticket.toLowerCase();
  const found = exact.length > 0 ? exact : candidates.filter(({ id }) => id.toLowerCase() === lower);
  const folders = [...new Set(found.map(({ folder }) => folder))].sort();
  // a copy of a ticket kept inside it is a document of it
  return folders.filter((folder) => !folders.some((outer) => folder.startsWith(`${outer}/`)));
}

/** What would be a folder of this ticket, if it did not lead elsewhere. */
export const linkedFolders = ({ links }: TicketTree, ticket: string) =>
  links.filter((path) => {
    const [, , , name = '', ...below] = path.split('/');
    return below.length === 0 && name.toLowerCase().startsWith(`${ticket.toLowerCase()}--`);
  });

async function candidatesOf(tree: TicketTree): Promise<Candidate[]> {
  const ignored = await ignoring(tree);
  const files = tree.files.filter(({ path }) => !ignored(path));
  const indexed = new Map<string, string | undefined>();
  const headers = await headersOf(
    tree,
    files.filter(({ path }) => /(^|\/)index\.md$/u.test(path)),
  );
  for (const [path, { id, kind }] of headers) {
    const folder = path.slice(0, Math.max(0, path.length - '/index.md'.length));
    // a header that cannot be read leaves the folder's name to speak; another kind of document is none
    if (id !== undefined || kind !== undefined) indexed.set(folder, id);
  }
  const named = new Map<string, string>();
  for (const { path } of files) {
    const parts = path.split('/');
    const [id, slug] = (parts[3] ?? '').split(/--(.*)/u);
    const folder = parts.slice(0, 4).join('/');
    if (parts.length > 4 && id && slug !== undefined && !indexed.has(folder)) named.set(folder, id);
  }
  const byIndex = [...indexed].flatMap(([folder, id]) => (id === undefined ? [] : [{ folder, id }]));
  return [...byIndex, ...[...named].map(([folder, id]) => ({ folder, id }))];
}

/** What a scan skips: private folders, build results, and what `.docmgrignore` lists. */
async function ignoring(tree: TicketTree): Promise<(path: string) => boolean> {
  const text = (await tree.read(['.docmgrignore'])).get('.docmgrignore') ?? '';
  const lines = text.split(/\r?\n/u).map((line) => line.trim());
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#')).map(ruleOf);
  return (path) => {
    const parts = path.split('/');
    if (parts.some((part) => part.startsWith('_') || BUILT.has(part))) return true;
    const heads = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
    return rules.some(({ whole, test }) => (whole ? heads : parts).some(test));
  };
}

interface Rule {
  whole: boolean;
  test: (text: string) => boolean;
}

function ruleOf(line: string): Rule {
  const body = line.replace(/^\/|\/$/gu, '');
  const whole = line.startsWith('/') || body.includes('/');
  const signs = body.match(/\*+|[^*]/gu) ?? [];
  // With more stars a regular expression may take as good as for ever.
  if (signs.filter((sign) => sign.startsWith('*')).length > 1)
    return { whole, test: (text) => fits(signs, text) };
  const source = signs.map((sign) => {
    if (sign.startsWith('*')) return sign.length > 1 ? '.*' : '[^/]*';
    return sign === '?' ? '[^/]' : sign.replace(/[.+^${}()|[\]\\/]/gu, '\\$&');
  });
  const pattern = new RegExp(`^${source.join('')}$`, 'u');
  return { whole, test: (text) => pattern.test(text) };
}

/** Follows all ways through the pattern at once. */
function fits(signs: readonly string[], text: string): boolean {
  let places = new Set<number>();
  const come = (to: Set<number>, at: number): void => {
    to.add(at);
    if (signs[at]?.startsWith('*')) come(to, at + 1);
  };
  come(places, 0);
  for (const letter of text) {
    const next = new Set<number>();
    for (const at of places) {
      const sign = signs[at];
      if (sign?.startsWith('*')) {
        if (sign.length > 1 || letter !== '/') come(next, at);
      } else if (sign === '?' ? letter !== '/' : sign === letter) come(next, at + 1);
    }
    places = next;
  }
  return places.has(signs.length);
}
