/** The sample tickets, as documents in the form in which the bot finds them. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface SampleTicket {
  id: string;
  title: string;
  goal: string;
  scope: string;
  constraints: string;
  /** `isAsked`: left out of the document on purpose, so that there is something to ask. */
  done: string;
  isAsked?: true;
}

export const TICKETS = {
  greet: {
    id: 'DEMO-1',
    title: 'Greet people by name',
    goal: 'The program and the page greet people by name instead of greeting the world.',
    scope: '`src` and `test` in hello, `index.html` in site',
    constraints: 'Whoever gives no name is greeted as before.',
    done: '`npm test` passes in hello, `npm run check` passes in site',
    isAsked: true,
  },
  translate: {
    id: 'DEMO-2',
    title: 'Translate the greeting',
    goal: 'The greeting is there in four languages.',
    scope: '`NOTES.md` in hello',
    constraints: 'none',
    done: '`npm test` passes in hello',
  },
  permit: {
    id: 'DEMO-3',
    title: 'Write down what happened lately',
    goal: 'The notes say which changes were made last.',
    scope: '`NOTES.md` in hello',
    constraints: 'none',
    done: '`npm test` passes in hello',
  },
} as const satisfies Record<string, SampleTicket>;

/** Writes those that are not there yet below the bot's own folder of documents. */
export function writeSampleTickets(botHome: string, today = new Date()): void {
  const root = join(botHome, 'tickets', 'ttmp');
  if (existsSync(root)) return;
  for (const ticket of Object.values(TICKETS)) writeTicket(root, ticket, today);
}

function writeTicket(root: string, ticket: SampleTicket, today: Date): void {
  const [year = '', month = '', day = ''] = today.toISOString().slice(0, 10).split('-');
  const slug = ticket.title.toLowerCase().replaceAll(' ', '-');
  const folder = join(root, year, month, day, `${ticket.id}--${slug}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.md'), index(ticket, today));
  writeFileSync(join(folder, 'tasks.md'), `# Tasks\n\n## TODO\n\n- [ ] ${ticket.title}\n`);
  const entry = `## ${year}-${month}-${day}\n\n- Initial workspace created\n`;
  writeFileSync(join(folder, 'changelog.md'), `# Changelog\n\n${entry}`);
}

const index = (
  { id, title, goal, scope, constraints, done, isAsked }: SampleTicket,
  today: Date,
): string => `---
Title: ${title}
Ticket: ${id}
Status: active
Topics:
    - playground
DocType: index
Intent: short-term
Owners: []
RelatedFiles: []
ExternalSources: []
Summary: ${title}
LastUpdated: ${today.toISOString().replace('Z', '000000Z')}
WhatFor: ""
WhenToUse: ""
---

# ${title}

## Goal

${goal}

## Scope

${scope}

## Constraints

${constraints}

${isAsked ? '' : `## Done Criteria\n\n${done}\n\n`}## Status

Current status: **active**
`;
