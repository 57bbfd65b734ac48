/** The documents of a ticket that did not exist before. */
import { newHeader } from './frontmatter.js';
import { contained, oneLine } from './markup.js';
import { dateOf, dateParts, slugOf, stampOf } from './names.js';
import { TicketFault, type TicketTree } from './options.js';
import { settingsIn, topicsIn } from './settings.js';

/** Folders that a new ticket has beside its documents; git keeps none of them while they are empty. */
export const EMPTY_FOLDERS = [
  'design',
  'reference',
  'playbooks',
  'scripts',
  'sources',
  '.meta',
  'various',
  'archive',
];

export interface NewTicket {
  ticket: string;
  title: string;
  goal: string;
  at: string;
  topics: string[];
  owners: string[];
  intent: string;
  /** Addresses of what the ticket came from. */
  sources?: string[];
}

/** Where a new ticket lies, relative to the root. */
export function newFolder({ ticket, title, at }: Pick<NewTicket, 'ticket' | 'title' | 'at'>): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/u.test(ticket) || ticket.includes('..'))
    throw new TicketFault(`${ticket} is no ticket id`);
  return [...dateParts(at), `${ticket}--${slugOf(title, ticket)}`].join('/');
}

/**
 * Owners and intent come from `.ttmp.yaml`, where it sets them. The topics are the names of the run's repositories that
 * the vocabulary knows: nobody has said any other.
 */
export async function defaultsOf(
  tree: TicketTree,
  repos: readonly string[],
): Promise<Pick<NewTicket, 'topics' | 'owners' | 'intent'>> {
  const file = await tree.settings();
  const { owners, intent, vocabulary } = settingsIn(file?.text ?? '');
  const named = vocabulary && (await file?.read(vocabulary));
  const words = named || (await tree.read(['vocabulary.yaml'])).get('vocabulary.yaml');
  const known = topicsIn(words ?? '');
  return {
    topics: [...new Set(repos)].filter((name) => known.includes(name)),
    owners,
    intent: intent ?? 'long-term',
  };
}

/** File names with their content; the index comes last, because it says that the rest is there. */
export function newDocuments(ticket: NewTicket): [name: string, content: string][] {
  return [
    [
      'README.md',
      `# ${oneLine(ticket.title)}\n\nDocuments of ${ticket.ticket}. Begin with [index.md](./index.md).\n`,
    ],
    ['tasks.md', '# Tasks\n\n## TODO\n\n'],
    ['changelog.md', `# Changelog\n\n## ${dateOf(ticket.at)}\n\n- Initial workspace created\n\n`],
    ['index.md', indexOf(ticket)],
  ];
}

function indexOf(ticket: NewTicket): string {
  const header = newHeader({
    Title: ticket.title,
    Ticket: ticket.ticket,
    Status: 'active',
    Topics: ticket.topics,
    DocType: 'index',
    Intent: ticket.intent,
    Owners: ticket.owners,
    RelatedFiles: [],
    ExternalSources: ticket.sources ?? [],
    Summary: '',
    LastUpdated: stampOf(ticket.at),
    WhatFor: '',
    WhenToUse: '',
  });
  const sections = [
    `# ${oneLine(ticket.title)}`,
    `## Overview\n\n${contained(ticket.goal) || oneLine(ticket.title)}`,
    '## Key Links\n\n- Briefs and reports of the runs: [reference/](./reference/)',
    '## Status\n\nCurrent status: **active**',
    `## Topics\n\n${ticket.topics.map((topic) => `- ${topic}`).join('\n') || 'None yet.'}`,
    '## Tasks\n\nThey stand in [tasks.md](./tasks.md).',
    '## Changelog\n\nIt stands in [changelog.md](./changelog.md).',
    `## Structure\n\n${EMPTY_FOLDERS.map((folder) => `- \`${folder}/\``).join('\n')}`,
  ];
  return `${header}${sections.join('\n\n')}\n`;
}
