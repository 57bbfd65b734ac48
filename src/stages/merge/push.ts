/** Brings the built merge commits to their bases: remote ones first, local ones last, until one is refused. */
import type { RunContext } from '../../run/context.js';
import type { RepoMerge } from '../../run/evidence.js';
import { type Advanced, advance } from '../../shell/advance.js';
import { baseOf, wordsOf } from '../../shell/base.js';
import { refOf } from './build.js';
import type { MergeOptions } from './options.js';

/** Every merge of the run with what became of it; what comes after a refusal stays as it was. */
export async function pushMerges(
  options: MergeOptions,
  run: RunContext,
  goOn: () => void,
): Promise<RepoMerge[]> {
  const outcome = new Map(run.merges.map((merge) => [merge.name, merge]));
  const inOrder = [
    ...run.merges.filter(({ remote }) => remote),
    ...run.merges.filter(({ remote }) => !remote),
  ];
  for (const merge of inOrder) {
    if (merge.state === 'merged') continue;
    goOn();
    const told = tell(merge, await pushOne(options, run, merge), options.redact);
    outcome.set(merge.name, told);
    if (told.state === 'refused') break;
  }
  return [...outcome.values()];
}

async function pushOne(options: MergeOptions, run: RunContext, merge: RepoMerge): Promise<Advanced> {
  if (merge.mergeCommit === merge.baseCommit) return { state: 'advanced' };
  const repo = options.repos.find(({ name }) => name === merge.name);
  if (!repo) return { state: 'refused', code: 'merge_failed', detail: 'it is no longer configured' };
  try {
    return await advance({
      base: await baseOf(options.home, repo, merge.base),
      from: merge.baseCommit,
      to: merge.mergeCommit,
      ref: refOf(run, 'merge'),
      identity: options.git,
      reason: `metawsm: merge ${run.id}`,
      // only what the dialog has said
      mayMove: (tree) => tree === (merge.checkedOut ?? toldTree(run, merge.name)),
    });
  } catch (error) {
    if ((error as Error).name !== 'Error') throw error;
    return { state: 'refused', code: 'merge_failed', detail: wordsOf(error) };
  }
}

/** The working tree that the summary and its dialog named. */
export const toldTree = (run: Pick<RunContext, 'evidence'>, name: string): string | undefined =>
  run.evidence.at(-1)?.changes.find((change) => change.name === name)?.into?.checkedOut;

function tell(
  { code: _code, detail: _detail, ...merge }: RepoMerge,
  result: Advanced,
  redact: MergeOptions['redact'],
): RepoMerge {
  if (result.state === 'advanced') return { ...merge, state: 'merged' };
  const code = result.state === 'refused' ? result.code : 'base_moved';
  const found = result.state === 'refused' ? result.checkedOut : undefined;
  const told: RepoMerge = {
    ...merge,
    state: 'refused',
    code,
    detail: redact?.(result.detail) ?? result.detail,
  };
  return found === undefined ? told : { ...told, checkedOut: found };
}
