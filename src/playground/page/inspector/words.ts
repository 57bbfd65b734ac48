/** How the inspector shows instants, senders and states. Pure. */
import type { InspectedEvent } from '../../../app/inspection.js';

/** `14:03:07`, in the time zone of the browser. */
export function clock(at: string): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** `in 29 min`, `due now`. */
export function until(due: string, now: number): string {
  const seconds = Math.round((Date.parse(due) - now) / 1000);
  if (seconds <= 0) return 'due now';
  const [unit, size] = UNITS.find(([, size]) => seconds >= size)!;
  return `in ${Math.floor(seconds / size)} ${unit}`;
}

/** Who caused an event that no person caused. */
export function sender({ type }: InspectedEvent): string {
  if (type === 'timer') return 'timer';
  if (type === 'posted' || type === 'post_refused') return 'Slack';
  if (/^(?:agent_|guidance_|completion_|file_)/u.test(type)) return 'agent';
  return 'work';
}

/** Colour of a state, as a class name. */
export function toneOf(state: string): 'bad' | 'good' | 'wait' | 'plain' {
  const [status] = state.split('.');
  if (status === 'failed') return 'bad';
  if (status === 'closed' || status === 'merge_ready') return 'good';
  return status === 'awaiting_guidance' || status === 'paused' || status === 'stopped' ? 'wait' : 'plain';
}
