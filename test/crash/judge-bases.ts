/** Each base holds each run once: one merge commit, the agent's commits, one commit with the ticket. */
import { git } from '../fixtures/git-repos.js';
import { isDiscarded } from './answers.js';
import type { JudgedRun } from './judge.js';
import { type CrashWorld, REPOS } from './world.js';

export function judgeBases({ bases }: CrashWorld, runs: JudgedRun[]): string[] {
  return REPOS.flatMap((name) => {
    const base = bases[name]!.remote;
    const merges = subjects(base, '--merges');
    const others = subjects(base, '--no-merges', '--first-parent');
    const all = subjects(base);
    const failures = runs.flatMap((run) => judgeRun(name, base, run, { merges, others, all }));
    const planned = runs.filter((run) => !isDiscarded(run.ticket)).length;
    if (merges.length !== planned)
      failures.push(`${name}: ${merges.length} merge commits for ${planned} runs`);
    const fsck = git(base, 'fsck', '--strict', '--no-dangling', '--no-progress');
    const clone = git(bases[name]!.clone, 'status', '--porcelain');
    if (clone !== '') failures.push(`${name}: the person’s clone was changed: ${clone}`);
    if (fsck !== '') failures.push(`${name}: git fsck says ${fsck}`);
    return failures;
  });
}

const subjects = (base: string, ...how: string[]): string[] =>
  git(base, 'log', '--format=%s', ...how, 'main')
    .split('\n')
    .filter(Boolean);

interface Log {
  merges: string[];
  others: string[];
  all: string[];
}

function judgeRun(name: string, base: string, run: JudgedRun, { merges, others, all }: Log): string[] {
  const failures: string[] = [];
  const gone = isDiscarded(run.ticket);
  const once = (what: string, found: string[], wanted = gone ? 0 : 1) => {
    if (found.length !== wanted) failures.push(`${name}: ${found.length} times ${what} of ${run.id}`);
  };
  const greeting = run.context.guidance.findLast((one) => one.question.startsWith('Which greeting'));
  const answer = greeting?.answer?.text ?? '?';
  once(
    'the merge commit',
    merges.filter((subject) => subject.includes(`metawsm/${run.id}`)),
  );
  once(
    'the agent’s commit',
    all.filter((subject) => subject === `Greet with ${answer}`),
  );
  if (name === 'api') {
    once(
      'the ticket’s commit',
      others.filter((subject) => subject.includes(`close run ${run.id}`)),
    );
    once(
      'the agent’s second commit',
      all.filter((subject) => subject === `Mend ${run.ticket}`),
    );
  }
  const greeted = show(base, `greeting-${run.ticket}.txt`);
  if (greeted !== (gone ? '(nothing)' : `${answer}, ${name}`))
    failures.push(`${name}: ${run.id} was answered "${answer}", and the base says "${greeted}"`);
  return failures;
}

function show(base: string, path: string): string {
  try {
    return git(base, 'show', `main:${path}`);
  } catch {
    return '(nothing)';
  }
}
