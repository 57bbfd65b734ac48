/** Answers of people that an earlier life of the agent did not live to hear. */
import type { RunContext } from '../../../run/context.js';
import type { GuidanceRequest } from '../../../run/guidance-request.js';
import { Sent } from './sent.js';
import { turnFile } from './turn-folder.js';

/** Permissions of the life of `step` that were answered, while nothing was sent to it. */
export function unheardIn(home: string, run: RunContext, step: number | undefined): GuidanceRequest[] {
  if (step === undefined) return [];
  const answered = run.guidance.filter(
    ({ state, permission, answer, via }) =>
      state === 'answered' && permission && answer?.permit && via.kind === 'acp' && stepIn(via.id) === step,
  );
  if (answered.length === 0) return [];
  const sent = new Sent(turnFile(home, run.id, step, 'sent.jsonl'));
  return answered.filter(({ via }) => via.kind === 'acp' && !sent.answerTo(nativeId(via.id)));
}

/** `<step>:<native id>`, as `via.id` of a request over the protocol. */
export const stepIn = (id: string) => Number(id.slice(0, id.indexOf(':')));
export const nativeId = (id: string) => id.slice(id.indexOf(':') + 1);
