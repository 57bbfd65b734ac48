/** `recap.md`: what was asked and answered, for an agent that does not remember it. */
import { join } from 'node:path';
import type { RunContext } from '../../run/context.js';
import { writeWhole } from '../../shell/whole-file.js';
import { fenced } from './feedback.js';
import { contractOf, isFolder } from './places.js';

const RECAP = 'recap.md';

/** Written before the agent is prompted; nothing where there is no workspace. */
export function writeRecap(home: string, run: RunContext): void {
  const contract = contractOf(home, run);
  if (isFolder(contract)) writeWhole(join(contract, RECAP), recapText(run));
}

/** A prompt for an agent that has lost its session: where to find what it knew. */
export const recapPrompt = (prompt: string, contract: string) =>
  'Your earlier session in this workspace is gone, and you do not remember it. Before anything else look at what was done ' +
  '(`git status`, `git log`, the uncommitted changes), and read ' +
  `${join(contract, RECAP)}: what was asked and answered so far.\n\n${prompt}`;

function recapText({ guidance }: RunContext): string {
  const asked = guidance.flatMap(({ question, context, answer, via }) =>
    answer && via.kind !== 'prompt'
      ? [
          `## ${answer.decision.at}`,
          ...(question === '' ? [] : ['Asked:', fenced(question)]),
          ...(context === undefined ? [] : ['With:', fenced(context)]),
          `Answer from ${answer.decision.by}:`,
          fenced(answer.text),
        ]
      : [],
  );
  const body = asked.length === 0 ? ['Nothing was asked so far.'] : asked;
  return `${['# What was asked and answered', ...body].join('\n\n')}\n`;
}
