/** `.metawsm/` of a workspace: the brief as text and as data, the ticket's documents, and the folders of the contract. */
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import type { Brief, Field, IntakeQuestion, RunContext } from '../../run/context.js';
import type { Worktree } from '../../run/repository.js';
import { removeAll } from '../../shell/remove-all.js';
import { writeWhole } from '../../shell/whole-file.js';

export interface TicketFile {
  /** Relative to the ticket's folder. */
  path: string;
  content: string | Uint8Array;
}

export interface QuestionAnswer {
  question: string;
  answer: string;
}

/** Writes the folder; repeating it replaces brief and ticket and leaves everything else, but for what is in its way. */
export async function writeContract(
  workspace: string,
  run: RunContext,
  worktrees: readonly Worktree[],
  ticket: readonly TicketFile[],
  qa: readonly QuestionAnswer[],
): Promise<void> {
  if (!run.brief) throw new Error('a run without a brief is not prepared');
  const folder = join(workspace, '.metawsm');
  await makeOwnFolder(folder);
  await removeAll(join(folder, 'ticket'));
  for (const name of ['ticket', 'taken', 'rejected']) await makeOwnFolder(join(folder, name));
  for (const file of ticket) await writeTicketFile(join(folder, 'ticket'), file);
  const data = `${JSON.stringify(briefData(run, run.brief, worktrees, qa), null, 2)}\n`;
  writeWhole(join(folder, 'brief.json'), data, { mode: 0o644 });
  writeWhole(join(folder, 'brief.md'), briefText(run, run.brief, worktrees, qa), { mode: 0o644 });
}

/** A setup command was here first: a link of its to another run's folder would have that one overwritten. */
async function makeOwnFolder(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found && !found.isDirectory()) await removeAll(path);
  await mkdir(path, { recursive: true });
}

async function writeTicketFile(folder: string, { path, content }: TicketFile): Promise<void> {
  const file = normalize(join(folder, path));
  if (!file.startsWith(folder + sep)) throw new Error(`a ticket document leads out of its folder: ${path}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { flag: 'wx' });
}

function briefData(
  run: RunContext,
  brief: Brief,
  worktrees: readonly Worktree[],
  qa: readonly QuestionAnswer[],
) {
  return {
    run_id: run.id,
    ticket: run.ticket,
    goal: brief.goal,
    scope: brief.scope,
    done_criteria: brief.done,
    constraints: brief.constraints,
    merge_intent: brief.merge,
    unclear: brief.unclear,
    checks: brief.checks.map(({ repo, command }) => ({ repo, command })),
    repositories: worktrees.map(({ name, base, baseCommit }) => ({ name, base, base_commit: baseCommit })),
    qa,
    created_at: run.createdAt,
    updated_at: run.startedBy?.at ?? run.createdAt,
  };
}

function briefText(
  run: RunContext,
  brief: Brief,
  worktrees: readonly Worktree[],
  asked: readonly QuestionAnswer[],
): string {
  const section = (title: string, field: Field) => {
    const mark = brief.unclear.includes(field) ? '\n\n_Accepted although it is unclear._' : '';
    return `## ${title}\n\n${brief[field]}${mark}`;
  };
  const repositories = worktrees.map(
    ({ name, base, baseCommit }) =>
      `- \`${name}/\` on \`metawsm/${run.id}\`, from \`${base}\` at ${baseCommit}${emptyFolders(run, name)}`,
  );
  const checks = brief.checks.map(({ repo, command }) => `- ${repo}: \`${command}\``);
  const qa = asked.map(({ question, answer }, at) => `${at + 1}. **Q:** ${question}\n   **A:** ${answer}`);
  return `${[
    `# Brief of ${run.ticket}`,
    `Run ID: \`${run.id}\``,
    `## Repositories\n\n${repositories.join('\n')}`,
    section('Goal', 'goal'),
    section('Scope', 'scope'),
    section('Done criteria', 'done'),
    `## Checks\n\n${checks.join('\n') || 'None.'}`,
    section('Constraints', 'constraints'),
    section('Merge intent', 'merge'),
    ...(qa.length > 0 ? [`## Questions and answers\n\n${qa.join('\n')}`] : []),
  ].join('\n\n')}\n`;
}

function emptyFolders(run: RunContext, name: string): string {
  const paths = run.facts.find((facts) => facts.name === name)?.submodules ?? [];
  return paths.length === 0
    ? ''
    : `; submodules, not fetched: ${paths.map((path) => `\`${path}\``).join(', ')}`;
}

/** The answered intake questions; without `textOf` a question is named by its field. */
export function answeredOf(
  run: RunContext,
  textOf: (question: IntakeQuestion) => string = ({ field }) => field,
): QuestionAnswer[] {
  return run.questions.flatMap((question) =>
    question.answer ? [{ question: textOf(question), answer: question.answer.text }] : [],
  );
}
