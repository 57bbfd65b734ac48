/** What closing a run changes in the documents of its ticket. Nothing is written here. */
import type { RunContext } from '../../run/context.js';
import { briefDocument, briefName, isBriefOf } from './brief-document.js';
import { appended, CHANGELOG_BEGIN, entryOf, hasEntry, type Names } from './changelog.js';
import { metaOf, withKeys, withStatusLine } from './frontmatter.js';
import { folderOf } from './lookup.js';
import { nextNumber, stampOf, titleOf } from './names.js';
import { TicketFault, type TicketOptions, type TicketTree } from './options.js';
import { defaultsOf, newDocuments, newFolder } from './scaffold.js';

export interface Closing {
  /** The ticket's folder, relative to the root. */
  folder: string;
  /** True where the ticket did not exist. */
  created: boolean;
  /** Whole contents by path relative to the root, in the order of writing; the brief is the last. */
  files: Map<string, string>;
}

type Facts = Pick<TicketOptions, 'questionText' | 'redact'> & { at: string; names: Names };

/** Undefined where this run has closed the ticket already. Throws `TicketFault`. */
export async function closingOf(
  tree: TicketTree,
  run: RunContext,
  facts: Facts,
): Promise<Closing | undefined> {
  const { at, redact = (text) => text } = facts;
  const found = await folderOf(tree, run.ticket);
  const title = titleOf(redact(run.brief?.goal ?? ''));
  const folder = found ?? newFolder({ ticket: run.ticket, title, at });
  const there = namesIn(tree, folder);
  const references = there.filter((name) => /^reference\/[^/]+$/u.test(name)).map((name) => name.slice(10));
  if (references.some((name) => isBriefOf(name, run.id))) return undefined;

  const texts = await textsOf(tree, folder, there);
  if (!there.includes('index.md')) {
    const goal = redact(run.brief?.goal ?? '');
    const sources = run.ticketSource ? [run.ticketSource.address] : [];
    const made = newDocuments({ ticket: run.ticket, title, goal, at, sources, ...(await defaultsOf(tree)) });
    for (const [name, content] of made) if (!there.includes(name)) texts.set(name, content);
  }
  const index = texts.get('index.md') ?? '';
  const brief = `reference/${briefName(nextNumber(references), run.id)}`;
  const changelog = texts.get('changelog.md') ?? CHANGELOG_BEGIN;
  const entry = redact(entryOf(run, facts.names, at, brief));

  const files = new Map([...texts].filter(([name]) => !there.includes(name)));
  if (!hasEntry(changelog, run.id)) files.set('changelog.md', appended(changelog, entry));
  files.delete('index.md');
  files.set('index.md', closed(index, folder, at));
  files.set(brief, redact(briefDocument(run, metaOf(index), at, facts.questionText)));
  return {
    folder,
    created: found === undefined,
    files: new Map([...files].map(([name, content]) => [`${folder}/${name}`, content])),
  };
}

function namesIn(tree: TicketTree, folder: string): string[] {
  return tree.files.flatMap(({ path }) =>
    path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
  );
}

/** The documents that closing edits, by name. */
async function textsOf(tree: TicketTree, folder: string, there: string[]): Promise<Map<string, string>> {
  const wanted = ['index.md', 'changelog.md'].filter((name) => there.includes(name));
  const read = await tree.read(wanted.map((name) => `${folder}/${name}`));
  return new Map(
    wanted.map((name) => {
      const text = read.get(`${folder}/${name}`);
      if (text === undefined) throw new TicketFault(`${folder}/${name} is no text that I can edit`);
      return [name, text];
    }),
  );
}

function closed(index: string, folder: string, at: string): string {
  try {
    const changed = withKeys(index, { Status: 'complete', LastUpdated: stampOf(at) });
    return withStatusLine(changed, 'complete');
  } catch (error) {
    if (!(error instanceof TicketFault)) throw error;
    throw new TicketFault(`${folder}/index.md cannot be edited: ${error.message}`);
  }
}
