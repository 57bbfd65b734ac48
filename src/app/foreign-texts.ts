/** Texts from outside that a run began with, kept beside its logs until its workspace is made. */
import { existsSync, readFileSync } from 'node:fs';
import { runFile } from '../shell/run-folder.js';
import { writeWhole } from '../shell/whole-file.js';

/** By their names in the workspace's `ticket/`. */
const TEXTS = ['issue.md', 'thread.md'] as const;

export interface Text {
  path: string;
  content: string;
}

export function keepText(home: string, runId: string, name: (typeof TEXTS)[number], text: string): void {
  writeWhole(runFile(home, runId, name), text);
}

/** Those that were kept, under names that no document of the ticket has. */
export function keptTexts(home: string, runId: string, documents: readonly Text[]): Text[] {
  const taken = new Set(documents.map(({ path }) => path.toLowerCase()));
  return TEXTS.flatMap((name) => {
    const file = runFile(home, runId, name);
    if (!existsSync(file)) return [];
    return [{ path: taken.has(name) ? `from-outside-${name}` : name, content: readFileSync(file, 'utf8') }];
  });
}
