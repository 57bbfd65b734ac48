/** The native answer to a request of the agent. */
import type { GuidanceAnswer } from '../../../run/guidance-request.js';

export function answerTo(method: string, params: unknown, answer: GuidanceAnswer | undefined): unknown {
  if (method === 'session/request_permission') {
    const { options = [] } = params as { options?: { optionId: string; kind: string }[] };
    const wanted = answer?.permit?.choice === 'reject' ? 'reject_' : 'allow_';
    const option =
      options.find(({ kind }) => kind === `${wanted}once`) ??
      options.find(({ kind }) => kind.startsWith(wanted));
    return {
      outcome:
        answer?.permit && option
          ? { outcome: 'selected', optionId: option.optionId }
          : { outcome: 'cancelled' },
    };
  }
  return answer
    ? { action: 'accept', content: answer.values ?? { answer: answer.text } }
    : { action: 'cancel' };
}
