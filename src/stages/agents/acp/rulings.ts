/** Permissions that nobody has to decide: a rule does, or a person did so before and was not heard. */
import type { RunContext } from '../../../run/context.js';
import type { GuidanceAnswer, GuidanceRequest } from '../../../run/guidance-request.js';
import {
  judge,
  type PermissionAsked,
  type PermissionRules,
  type PermitChoice,
} from '../../../run/permissions.js';
import type { Decided, DecidedByNobody } from './decided.js';
import { givenBefore } from './given-before.js';
import { placesOf } from './whereabouts.js';

export interface RulingsOptions {
  home: string;
  rules: PermissionRules | undefined;
  run: () => RunContext;
  /** Answers to permissions that an earlier life of the agent did not live to hear. */
  unheard: () => GuidanceRequest[];
  now: () => string;
}

export interface Ruling {
  why: DecidedByNobody;
  answer: GuidanceAnswer;
  /** For the log of the agent. */
  words: string;
}

const NO_RULES: PermissionRules = { allow: [], ask: [], deny: [] };

/** What settles the permission of this native id; undefined where a person has to. */
export function rulingOn(
  id: string,
  asked: PermissionAsked,
  options: RulingsOptions,
  ruled: Decided,
): Ruling | undefined {
  const { rules = NO_RULES, home, run, now, unheard } = options;
  const { verdict, by } = judge(asked, {
    rules,
    runRules: run().rules ?? [],
    workspace: placesOf(home, run()),
  });
  if (verdict === 'ask') return ruled.of(id) ? undefined : recalled(id, asked, unheard(), ruled);
  const choice: PermitChoice = verdict === 'allow' ? 'once' : 'reject';
  const answer = { text: verdict, permit: { choice }, decision: { by, at: now() } };
  const words = `${verdict === 'allow' ? 'allowed' : 'denied'} by rule (${by})`;
  return { why: { id, how: verdict, by }, answer, words };
}

function recalled(
  id: string,
  asked: PermissionAsked,
  unheard: GuidanceRequest[],
  ruled: Decided,
): Ruling | undefined {
  const before = givenBefore(asked, unheard, ruled);
  if (!before?.answer) return undefined;
  const why: DecidedByNobody = { id, how: 'given_before', by: before.id };
  return { why, answer: before.answer, words: `answered as before (${before.id})` };
}
