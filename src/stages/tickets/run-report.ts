/** What happened in a run, as a document of its ticket: who decided, what was asked, what was checked and merged. Pure. */
import type { RunContext } from '../../run/context.js';
import type { GuidanceRequest } from '../../run/guidance-request.js';
import { matterOf } from '../../run/permission/matter.js';
import { documentHeader, TITLES } from './brief-document.js';
import { changesSection, checksSection, leftSection, mergesSection } from './evidence-parts.js';
import type { Meta } from './frontmatter.js';
import { code, fenced, oneLine } from './markup.js';
import { decided, type LinkOf, type Names, person, when } from './people.js';

export const reportName = (number: string, runId: string) => `${number}-run-${runId}.md`;

/** True for the report of exactly this run, under whatever number. */
export function isReportOf(name: string, runId: string): boolean {
  const number = /^\d{2,}(?=-)/u.exec(name)?.[0];
  return number !== undefined && name === reportName(number, runId);
}

export interface ReportFacts {
  at: string;
  names: Names;
  linkOf: LinkOf;
  /** File name of the run's brief, which stands beside the report. */
  brief: string;
}

/** `index` is the header of the ticket, from which a document inherits. */
export function runReport(run: RunContext, index: Meta | undefined, facts: ReportFacts): string {
  const header = documentHeader(run, index, `Run ${run.id}`, facts.at);
  const iterations = run.iteration === 1 ? '1 iteration' : `${run.iteration} iterations`;
  const parts = [
    `# Run ${run.id}`,
    `Ticket ${run.ticket}, agent ${code(run.agent.name)}, ${iterations}${workedFor(run)}. What was asked for stands in the [brief](./${facts.brief}). Times are UTC. What others wrote is in blocks, as they wrote it, without the secrets that are known.`,
    `## Decisions\n\n${decisions(run, facts).join('\n')}`,
    unclear(run),
    iterationsSection(run, facts),
    `## Guidance\n\n${guidance(run, facts)}`,
    notes(run, facts),
    `## Changes\n\n${changesSection(run)}`,
    `## Checks\n\n${checksSection(run)}`,
    `## Merge\n\n${mergesSection(run)}`,
    leftSection(run),
  ];
  return `${header}${parts.filter(Boolean).join('\n\n')}\n`;
}

function decisions(run: RunContext, { names, linkOf }: ReportFacts): string[] {
  const by = (what: string, one: Parameters<typeof decided>[2] | undefined) =>
    one ? [`- ${what} by ${decided(names, linkOf, one)}`] : [];
  return [
    `- Asked for by ${person(names, run.requester)} on ${when(run.createdAt)}`,
    ...run.questions.flatMap(({ field, answer }) => by(`${TITLES[field]} answered`, answer?.decision)),
    ...by('Brief approved and run started', run.startedBy),
    ...by('Merge decided', run.mergedBy),
  ];
}

function workedFor({ worked }: RunContext): string {
  const minutes = Math.round(worked.ms / 60_000);
  return worked.ms === 0 ? '' : `, ${minutes < 1 ? 'less than a minute' : `${minutes} min`} of work`;
}

const unclear = ({ brief }: RunContext): string =>
  brief?.unclear.length
    ? `Accepted although unclear: ${brief.unclear.map((field) => TITLES[field]).join(', ')}.`
    : '';

function iterationsSection(run: RunContext, { names }: ReportFacts): string {
  const rounds = run.feedback.map(
    ({ at, by, text }, index) =>
      `### Iteration ${index + 2}\n\nChanges requested by ${person(names, by)} on ${when(at)}:\n\n${fenced(text)}`,
  );
  return rounds.length === 0 ? '' : `## Iterations\n\n${rounds.join('\n\n')}`;
}

/** More of them are counted only; nobody reads so many, and the document has to stay readable. */
const MOST_LISTED = 200;

function guidance(run: RunContext, facts: ReportFacts): string {
  if (run.guidance.length === 0) return 'The agent asked nothing.';
  const left = run.guidance.length - MOST_LISTED;
  const shown = run.guidance.slice(-MOST_LISTED).map((request) => asked(request, facts));
  return [...(left > 0 ? [`${left} earlier requests are left out.`] : []), ...shown].join('\n\n');
}

function asked(request: GuidanceRequest, { names, linkOf }: ReportFacts): string {
  const { id, agent, askedAt, context, options, answer, handedTo } = request;
  if (request.kind === 'limit') return limit(request, { names, linkOf });
  const open = request.state === 'withdrawn' ? 'Withdrawn before anybody answered.' : 'Nobody answered.';
  return [
    `### ${id}, asked by ${code(agent)} on ${when(askedAt)}`,
    whatWasAsked(request),
    context?.trim() ? `Context:\n\n${fenced(context)}` : '',
    options.length > 0 ? `Options:\n\n${options.map((one) => `- ${oneLine(one, 300)}`).join('\n')}` : '',
    handedTo
      ? `Handed over to ${person(names, handedTo.to)} by ${decided(names, linkOf, handedTo.decision)}.`
      : '',
    answer ? `Answered by ${decided(names, linkOf, answer.decision)}:\n\n${fenced(answer.text)}` : open,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Nobody had anything to answer. */
function limit(
  { id, agent, askedAt, question, until, state, answer }: GuidanceRequest,
  { names, linkOf }: Pick<ReportFacts, 'names' | 'linkOf'>,
): string {
  const byItself =
    state === 'answered' ? 'When it was over, the run went on by itself.' : 'It was not waited for.';
  return [
    `### ${id}, a usage limit of ${code(agent)} on ${when(askedAt)}`,
    question.trim() === '' ? '' : fenced(question),
    until === undefined ? '' : `It was to end on ${when(until)}.`,
    answer ? `The agent was let go on by ${decided(names, linkOf, answer.decision)}.` : byItself,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The agent's question, or what it wanted to do. */
function whatWasAsked({ kind, question, permission, link }: GuidanceRequest): string {
  const said = question.trim() === '' ? '' : fenced(question);
  if (permission) {
    return `It wanted to do this (${permission.tool}):\n\n${fenced(matterOf(permission))}`;
  }
  if (kind === 'link') return [said, fenced(link ?? '')].filter(Boolean).join('\n\n');
  if (kind === 'form') return said || 'Several questions at once.';
  return said || 'The agent ended twice without saying that it is done.';
}

function notes(run: RunContext, { names }: ReportFacts): string {
  // one beside a decision stands with that decision
  const told = run.notes
    .filter(({ about }) => about === undefined)
    .slice(-MOST_LISTED)
    .map(({ at, by, text }) => `From ${person(names, by)} on ${when(at)}:\n\n${fenced(text)}`);
  return told.length === 0 ? '' : `## Notes to the agent\n\n${told.join('\n\n')}`;
}
