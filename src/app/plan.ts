/** `merge --dry-run` for one person: the gates of the merge stage, and the right to merge. Only reads. */
import type { RunSight } from '../engine/look.js';
import type { UnitOfWork } from '../engine/ports.js';
import { gateLine, type MergePlan } from '../run/merge-plan.js';
import { type Access, may } from '../run/policy.js';
import { orAbort } from '../shell/or-abort.js';
import type { MergeOptions } from '../stages/merge/options.js';
import { planMerge } from '../stages/merge/plan.js';

export interface PlanOptions {
  merge: MergeOptions;
  unit: Pick<UnitOfWork, 'read'>;
  access: Access;
}

export type Planning = (sight: RunSight, actor: string) => Promise<MergePlan>;

export interface Plans {
  /** Rejects when the bot ends. */
  plan: Planning;
  /** Breaks off what is being planned. */
  end(): void;
}

export function planning({ merge, unit, access }: PlanOptions): Plans {
  const ending = new AbortController();
  const { signal } = ending;
  return {
    async plan({ run, status }, actor) {
      signal.throwIfAborted();
      // Whoever asked is told before git has come to its end.
      const plan = await orAbort(planMerge(merge, run, status, signal), signal);
      const person = await unit.read.person(actor);
      const verdict = person && may({ type: 'merge', actor, at: merge.now() }, run, person, access);
      const code = !verdict ? 'rights_unknown' : verdict.ok ? undefined : verdict.code;
      return { ...plan, gates: [...plan.gates, gateLine(8, code ? [{ code }] : [])] };
    },
    end: () => ending.abort(new Error('the bot ends')),
  };
}
