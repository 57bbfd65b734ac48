/** Answers that a person gave to the very same wish in an earlier life of the agent, which did not hear them. */
import type { GuidanceRequest } from '../../../run/guidance-request.js';
import type { PermissionAsked } from '../../../run/permissions.js';
import type { Decided } from './decided.js';

const MOST_CARRIED = 200;

/** Each of them counts once. */
export function givenBefore(
  asked: PermissionAsked,
  unheard: readonly GuidanceRequest[],
  decided: Decided,
): GuidanceRequest | undefined {
  const wanted = JSON.stringify(asked);
  return unheard
    .slice(-MOST_CARRIED)
    .findLast(({ id, permission }) => !decided.hasUsed(id) && JSON.stringify(permission) === wanted);
}
