/** `operator-feedback.md`: everything an agent must act on, drawn whole from what the run knows. */
import type { RunContext } from '../../run/context.js';
import type { CheckResult } from '../../run/evidence.js';
import { matterOf } from '../../run/permission/matter.js';

interface Section {
  at: string;
  lines: string[];
}

/** The whole file; undefined as long as there is nothing to act on. */
export function feedbackText(run: RunContext): string | undefined {
  const sections = [
    ...fromPeople(run),
    ...fromNotes(run),
    ...fromAnswers(run),
    ...fromChecks(run),
    ...fromMerge(run),
  ];
  if (sections.length === 0) return undefined;
  const dated = sections.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const paragraphs = dated.flatMap(({ at, lines }) => [`## ${at}`, ...lines]);
  return `${['# Operator Feedback', ...paragraphs].join('\n\n')}\n`;
}

const fromPeople = (run: RunContext): Section[] =>
  run.feedback.map(({ at, by, text }) => ({ at, lines: [`Feedback from ${by}:`, text] }));

const fromNotes = (run: RunContext): Section[] =>
  run.notes.map(({ at, by, text, about }) => ({
    at,
    lines: [...rejected(run, about), `Note from ${by}:`, text],
  }));

/** What a note says the agent shall do instead of. */
function rejected({ guidance }: RunContext, about: string | undefined): string[] {
  const asked = guidance.find(({ id }) => id === about)?.permission;
  return asked ? ['You wanted to do this, and it was rejected:', fenced(matterOf(asked))] : [];
}

/** Answers to what the agent asked when its turn ended, or to metawsm's own question where it said nothing. */
function fromAnswers(run: RunContext): Section[] {
  return run.guidance.flatMap(({ via, kind, question, answer }) => {
    if (via.kind !== 'prompt' || kind === 'limit' || !answer) return [];
    const { by, at } = answer.decision;
    const asked = question.trim() === '' ? [] : ['You had asked:', fenced(question)];
    const head = asked.length === 0 ? `Answer from ${by}, how to go on:` : `Answer from ${by}:`;
    return [{ at, lines: [...asked, head, answer.text] }];
  });
}

function fromChecks(run: RunContext): Section[] {
  return run.evidence.flatMap(({ at, results }) =>
    results.filter(failed).map((result) => ({ at, lines: checkLines('Check failed', result) })),
  );
}

/** The base had moved, and the checks failed on the merged result. */
function fromMerge({ mergedResults, refusal }: RunContext): Section[] {
  if (!refusal) return [];
  return mergedResults
    .filter(failed)
    .map((result) => ({ at: refusal.at, lines: checkLines('Check failed on the merged result', result) }));
}

const failed = (result: CheckResult) => result.exitCode !== 0 || result.timedOut;

function checkLines(title: string, result: CheckResult): string[] {
  const how = result.timedOut
    ? `ended by the time limit after ${Math.round(result.durationMs / 1_000)} s`
    : result.exitCode === null
      ? 'ended by a signal'
      : `exit code ${result.exitCode}`;
  const head = `${title} in ${result.repo}, on commit ${result.commit.slice(0, 12)}, ${how}:`;
  const lines = [head, fenced(result.command)];
  if (result.output !== '') lines.push('The end of its output:', fenced(result.output));
  if (result.undone.length > 0)
    lines.push('It changed or left files, which was undone:', fenced(result.undone.join('\n')));
  return lines;
}

/** A fence that nothing inside can close. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
