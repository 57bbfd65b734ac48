/** `merge --dry-run` for one person: the gates of the merge stage, and the right to merge. Only reads. */
import type { RunSight } from '../engine/look.js';
import type { UnitOfWork } from '../engine/ports.js';
import { gateLine, type MergePlan } from '../run/merge-plan.js';
import { type Access, may } from '../run/policy.js';
import type { MergeOptions } from '../stages/merge/options.js';
import { planMerge } from '../stages/merge/plan.js';

export interface PlanOptions {
  merge: MergeOptions;
  unit: Pick<UnitOfWork, 'read'>;
  access: Access;
}

export type Planning = (sight: RunSight, actor: string) => Promise<MergePlan>;

export function planning({ merge, unit, access }: PlanOptions): Planning {
  return async ({ run, status }, actor) => {
    const plan = await planMerge(merge, run, status);
    const person = await unit.read.person(actor);
    const verdict = person && may({ type: 'merge', actor, at: merge.now() }, run, person, access);
    const code = !verdict ? 'rights_unknown' : verdict.ok ? undefined : verdict.code;
    return { ...plan, gates: [...plan.gates, gateLine(8, code ? [{ code }] : [])] };
  };
}
