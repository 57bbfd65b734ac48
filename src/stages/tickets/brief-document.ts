/** The brief of a run as a document of its ticket. Its form is shared with other tools. */
import { FIELDS, type Field, type IntakeQuestion, type RunContext } from '../../run/context.js';
import { listIn, type Meta, newHeader, valueIn } from './frontmatter.js';
import { contained } from './markup.js';
import { stampOf } from './names.js';

/** How the documents call the fields. */
export const TITLES: Record<Field, string> = {
  goal: 'Goal',
  scope: 'Scope',
  done: 'Done Criteria',
  constraints: 'Constraints',
  merge: 'Merge Intent',
};

const ASKED: Record<Field, string> = {
  goal: 'What should be built or changed?',
  scope: 'Which areas or files are in scope?',
  done: 'Which tests or checks define that it is complete?',
  constraints: 'Which constraints, non-goals or risk boundaries are there?',
  merge: 'How should it be merged?',
};

export const briefName = (number: string, runId: string) => `${number}-bootstrap-brief-${runId}.md`;

/** True for the brief of exactly this run, under whatever number. */
export function isBriefOf(name: string, runId: string): boolean {
  const number = /^\d{2,}(?=-)/u.exec(name)?.[0];
  return number !== undefined && name === briefName(number, runId);
}

/** `index` is the header of the ticket, from which a document inherits. */
export function briefDocument(
  run: RunContext,
  index: Meta | undefined,
  at: string,
  questionText: (question: IntakeQuestion) => string = ({ field }) => ASKED[field],
): string {
  const { brief } = run;
  if (!brief) throw new Error('a run without a brief is not closed');
  const header = documentHeader(run, index, `Bootstrap brief ${run.id}`, at);
  const sections = FIELDS.map((field) => {
    const unclear = brief.unclear.includes(field) ? '\n\n_Accepted although it is unclear._' : '';
    return `## ${TITLES[field]}\n\n${contained(brief[field])}${unclear}`;
  });
  const asked = FIELDS.flatMap((field) => pairsOf(run, field, brief[field], questionText));
  const list = asked.map(([question, answer], at) => {
    return `${at + 1}. **Q:** ${indented(question)}\n   **A:** ${indented(answer)}`;
  });
  const body = [
    '# Bootstrap Brief',
    `Run ID: \`${run.id}\``,
    ...sections,
    `## Intake Q/A\n\n${list.join('\n')}`,
  ];
  return `${header}${body.join('\n\n')}\n`;
}

/** The header of a document that a run adds to its ticket: what it shares with the ticket comes from there. */
export function documentHeader(run: RunContext, index: Meta | undefined, title: string, at: string): string {
  return newHeader({
    Title: title,
    Ticket: valueIn(index, 'Ticket') ?? run.ticket,
    Status: valueIn(index, 'Status') ?? 'active',
    Topics: listIn(index, 'Topics'),
    DocType: 'reference',
    Intent: valueIn(index, 'Intent') ?? 'long-term',
    Owners: listIn(index, 'Owners'),
    RelatedFiles: [],
    ExternalSources: [],
    Summary: '',
    LastUpdated: stampOf(at),
    WhatFor: '',
    WhenToUse: '',
  });
}

/** What was asked and answered about a field; a field that needed no question still has its pair. */
function pairsOf(
  run: RunContext,
  field: Field,
  text: string,
  questionText: (question: IntakeQuestion) => string,
): [question: string, answer: string][] {
  const answered = run.questions.filter((question) => question.field === field && question.answer);
  const pairs = answered.map((question): [string, string] => [
    questionText(question),
    question.answer?.text ?? '',
  ]);
  // what an agent asked comes on top of the field's own text
  const isAsked = answered.some(({ askedBy }) => askedBy === undefined);
  return isAsked ? pairs : [[ASKED[field], run.draft[field]?.text ?? text], ...pairs];
}

/** Further lines stay inside their item of the list. */
const indented = (text: string) => contained(text).replace(/\n(?!\n)/gu, '\n   ');
