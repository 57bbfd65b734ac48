/** What can be pressed on an open request, by its kind. Pure. */
import type { GuidanceRequest } from './guidance-request.js';
import type { Status } from './status.js';
import type { Action } from './views.js';

/** States that take an answer; where the run rests it is kept. */
const TAKING: readonly Status[] = ['awaiting_guidance', 'paused'];

export function requestActions(request: GuidanceRequest, status: Status): Action[] {
  if (request.state !== 'open' || !TAKING.includes(status)) return [];
  const target = request.id;
  // a run that rests is resumed on its card
  if (request.kind === 'limit') return status === 'paused' ? [] : [{ do: 'resume' }];
  return [...answers(request), { do: 'hand_over', target }];
}

function answers(request: GuidanceRequest): Action[] {
  const target = request.id;
  if (request.kind === 'permission') return permits(request);
  if (request.kind === 'form') return [{ do: 'fill_in', target }];
  const written: Action = { do: 'write_answer', target };
  if (request.multiple) return [{ do: 'choose', target }, written];
  const options = request.options.map((text): Action => ({ do: 'answer', target, text }));
  return [...addresses(request), ...options, written];
}

function permits({ id: target, permission }: GuidanceRequest): Action[] {
  const confirm = permission?.destructive ? { confirm: true as const } : {};
  return [
    { do: 'permit', target, choice: 'once', ...confirm },
    { do: 'permit', target, choice: 'always', ...confirm },
    { do: 'permit', target, choice: 'reject' },
    { do: 'reject_with_note', target },
  ];
}

/** An address that cannot be read is shown as text only. */
function addresses({ id: target, kind, link }: GuidanceRequest): Action[] {
  return kind === 'link' && link !== undefined && URL.canParse(link) && link.startsWith('https://')
    ? [{ do: 'open_link', target, link }]
    : [];
}
