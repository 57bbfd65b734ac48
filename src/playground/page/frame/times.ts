/** Slack's message times as people read them, in the time zone of the browser. */

const LOCALE = 'en-US';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds of a message time. */
export const msOf = (ts: string): number => Number(ts) * 1000;

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat(LOCALE, options);
  return (ts: string): string => formatter.format(msOf(ts));
};

/** `9:24 AM` */
export const clock = format({ hour: 'numeric', minute: '2-digit' });
/** `9:24`, for the narrow column beside a message that follows another. */
export const shortClock = (ts: string): string => clock(ts).replace(/\s?[AP]M$/, '');
/** `Thursday, November 26, 2026 at 9:24:05 AM` */
export const fullDate = format({ dateStyle: 'full', timeStyle: 'medium' });
const longDay = format({ weekday: 'long', month: 'long', day: 'numeric' });
const shortDay = format({ month: 'short', day: 'numeric' });

export function isSameDay(a: string, b: string): boolean {
  return new Date(msOf(a)).toDateString() === new Date(msOf(b)).toDateString();
}

/** `Today`, `Yesterday`, `Thursday, November 26` */
export function dayLabel(ts: string, now: number): string {
  const day = new Date(msOf(ts)).toDateString();
  if (day === new Date(now).toDateString()) return 'Today';
  if (day === new Date(now - DAY).toDateString()) return 'Yesterday';
  return longDay(ts);
}

/** `just now`, `2 minutes ago`, `3 hours ago`, `Nov 26` */
export function ago(ts: string, now: number): string {
  const passed = now - msOf(ts);
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return count(Math.floor(passed / MINUTE), 'minute');
  if (passed < DAY) return count(Math.floor(passed / HOUR), 'hour');
  return shortDay(ts);
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'} ago`;
