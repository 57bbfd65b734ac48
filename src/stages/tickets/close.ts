/** What closing a run changes in the documents of its ticket. Nothing is written here. */
import type { RunContext } from '../../run/context.js';
import type { OpenTasks } from '../../run/evidence.js';
import { briefDocument, briefName, isBriefOf } from './brief-document.js';
import { appended, CHANGELOG_BEGIN, entryOf, hasEntry } from './changelog.js';
import { metaOf, withKeys, withStatusLine } from './frontmatter.js';
import { folderOf, linkedFolders } from './lookup.js';
import { nextNumber, numberBefore, stampOf, titleOf } from './names.js';
import { TicketFault, type TicketOptions, type TicketTree } from './options.js';
import type { LinkOf, Names } from './people.js';
import { isReportOf, reportName, runReport } from './run-report.js';
import { defaultsOf, newDocuments, newFolder } from './scaffold.js';
import { openTasksIn } from './tasks.js';

export interface Closing {
  /** The ticket's folder, relative to the root. */
  folder: string;
  /** True where the ticket did not exist. */
  created: boolean;
  /**
   * Whole contents by path relative to the root, in the order of writing; the brief is the last. None where this run
   * has closed the ticket already.
   */
  files: Map<string, string>;
  openTasks?: OpenTasks;
}

/** `run` and `names` hold no secrets any more. */
export interface ClosingFacts extends Pick<TicketOptions, 'questionText'> {
  at: string;
  names: Names;
  linkOf: LinkOf;
}

/** Throws `TicketFault`. */
export async function closingOf(tree: TicketTree, run: RunContext, facts: ClosingFacts): Promise<Closing> {
  const found = await folderOf(tree, run.ticket);
  if (found === undefined) refuseLinked(tree, run.ticket);
  const title = titleOf(run.brief?.goal ?? '');
  const folder = found ?? newFolder({ ticket: run.ticket, title, at: facts.at });
  const there = namesIn(tree, folder);
  const texts = await textsOf(tree, folder, there);
  const openTasks = openTasksIn(texts.get('tasks.md') ?? '');
  const files = await filesOf(tree, run, facts, { folder, title, there, texts });
  refuseDetours(tree, folder, files);
  return {
    folder,
    created: found === undefined,
    files: new Map([...files].map(([name, content]) => [`${folder}/${name}`, content])),
    ...(openTasks ? { openTasks } : {}),
  };
}

interface Found {
  folder: string;
  title: string;
  /** Names of the files in the ticket's folder. */
  there: readonly string[];
  /** Those that closing looks at. */
  texts: ReadonlyMap<string, string>;
}

async function filesOf(
  tree: TicketTree,
  run: RunContext,
  facts: ClosingFacts,
  { folder, title, there, texts }: Found,
): Promise<Map<string, string>> {
  const { at, names, linkOf, questionText } = facts;
  const references = there.filter((name) => /^reference\/[^/]+$/u.test(name)).map((name) => name.slice(10));
  if (references.some((name) => isBriefOf(name, run.id))) return new Map();
  const made = there.includes('index.md') ? [] : await newOnes(tree, run, title, at);
  const files = new Map(made.filter(([name]) => !there.includes(name)));
  const text = (name: string) => texts.get(name) ?? files.get(name);

  const { brief, report } = namesAmong(references, run.id);
  const changelog = text('changelog.md') ?? CHANGELOG_BEGIN;
  const index = closed(text('index.md') ?? '', `${folder}/index.md`, at);
  const meta = metaOf(index);

  // the report first: its number is what a second try goes by
  for (const name of ['index.md', 'changelog.md']) files.delete(name);
  files.set(`reference/${report}`, runReport(run, meta, { at, names, linkOf, brief }));
  if (!hasEntry(changelog, run.id)) {
    const paths = { brief: `reference/${brief}`, report: `reference/${report}` };
    files.set('changelog.md', appended(changelog, entryOf(run, names, at, paths)));
  }
  files.set('index.md', index);
  files.set(`reference/${brief}`, briefDocument(run, meta, at, questionText));
  return files;
}

/** Of a write that was broken off, the report may be there: its number stays, and tells that of the brief. */
function namesAmong(references: readonly string[], runId: string): { brief: string; report: string } {
  const begun = references.find((name) => isReportOf(name, runId));
  if (begun !== undefined) return { brief: briefName(numberBefore(begun), runId), report: begun };
  const brief = briefName(nextNumber(references), runId);
  return { brief, report: reportName(nextNumber([...references, brief]), runId) };
}

async function newOnes(tree: TicketTree, run: RunContext, title: string, at: string) {
  const { ticket, brief, ticketSource } = run;
  const sources = ticketSource ? [ticketSource.address] : [];
  const defaults = await defaultsOf(
    tree,
    run.wishes.map(({ name }) => name),
  );
  return newDocuments({ ticket, title, goal: brief?.goal ?? '', at, sources, ...defaults });
}

function namesIn(tree: TicketTree, folder: string): string[] {
  return tree.files.flatMap(({ path }) =>
    path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
  );
}

/** The documents that closing looks at, by name; those that it edits must be texts. */
async function textsOf(
  tree: TicketTree,
  folder: string,
  there: readonly string[],
): Promise<Map<string, string>> {
  const edited = ['index.md', 'changelog.md'].filter((name) => there.includes(name));
  const read = await tree.read([...edited, 'tasks.md'].map((name) => `${folder}/${name}`));
  const wrong = edited.map((name) => `${folder}/${name}`).filter((path) => !read.has(path));
  if (wrong.length > 0)
    throw new TicketFault(`It is no text in UTF-8, or larger than 1 MB:`, 'ticket_unreadable', wrong);
  return new Map([...read].map(([path, text]) => [path.slice(folder.length + 1), text]));
}

/** A folder that leads elsewhere is not written to, and must not get a twin. */
function refuseLinked(tree: TicketTree, ticket: string): void {
  const linked = linkedFolders(tree, ticket);
  if (linked.length > 0)
    throw new TicketFault('It is a link, and links are not followed:', 'ticket_unreadable', linked);
}

/** What is a link, or a file where a folder should be, is not replaced. */
function refuseDetours(tree: TicketTree, folder: string, files: ReadonlyMap<string, string>): void {
  const ways = new Set<string>();
  for (const name of files.keys()) {
    const parts = `${folder}/${name}`.split('/');
    parts.forEach((_, at) => {
      ways.add(parts.slice(0, at + 1).join('/'));
    });
  }
  const linked = tree.links.filter((path) => ways.has(path));
  if (linked.length > 0)
    throw new TicketFault('It is a link, and links are not followed:', 'ticket_unreadable', linked);
  const targets = new Set([...files.keys()].map((name) => `${folder}/${name}`));
  const blocking = tree.files.map(({ path }) => path).filter((path) => ways.has(path) && !targets.has(path));
  if (blocking.length > 0)
    throw new TicketFault('It is a file, where a folder has to be:', 'ticket_unreadable', blocking);
}

function closed(index: string, path: string, at: string): string {
  try {
    const changed = withKeys(index, { Status: 'complete', LastUpdated: stampOf(at) });
    return withStatusLine(changed, 'complete');
  } catch (error) {
    if (!(error instanceof TicketFault)) throw error;
    const [first = '', ...rest] = error.message;
    throw new TicketFault(`${first.toUpperCase()}${rest.join('')}:`, 'ticket_unreadable', [path]);
  }
}
