/** What several messages of a run have in common. */
import type { RunContext } from './context.js';
import type { GuidanceRequest } from './guidance-request.js';
import type { Action, Base, Placement, RepoLine } from './views.js';

/** What every view begins with. */
export type MakeBase = (ref: string, place: Placement, actions: Action[]) => Base;

export function reposOf(run: RunContext): RepoLine[] {
  return run.wishes.map((wish) => {
    const found = run.facts.find((facts) => facts.name === wish.name);
    const base = found?.base ?? wish.base;
    return {
      name: wish.name,
      ...(base === undefined ? {} : { base }),
      ...(found?.baseFrom ? { baseFrom: found.baseFrom } : {}),
      ...(found?.submodules ? { submodules: found.submodules } : {}),
    };
  });
}

/** Without what nobody reads, or each stamp would redraw every message about it. */
export function shown({
  deliveredAt: _,
  remindedAt: __,
  escalatedAt: ___,
  ...request
}: GuidanceRequest): GuidanceRequest {
  return request;
}

/** The iteration to which an instant belongs. */
export const iterationAt = (run: RunContext, at: string) =>
  1 + run.feedback.filter((one) => one.at <= at).length;
