/** Slack's date tokens in the reader's own time. */

const PRETTY = /^\{date(?:_(?:short|long))?_pretty\}$/;

/** `format` with its tokens written out; undefined where one is unknown and the fallback has to be shown. */
export function formatted(unix: number, format: string, now = new Date(), zone?: string): string | undefined {
  const date = new Date(unix * 1_000);
  if (Number.isNaN(date.getTime())) return undefined;
  const known = format.match(/\{[^{}]*\}/g) ?? [];
  const written = known.map((token) => tokenOf(token, date, now, zone));
  if (written.some((one) => one === undefined)) return undefined;
  let at = 0;
  return format.replace(/\{[^{}]*\}/g, () => written[at++] ?? '');
}

/** The whole time, for a tooltip. */
export const exactly = (unix: number): string =>
  new Date(unix * 1_000).toLocaleString('en-US', { dateStyle: 'full', timeStyle: 'medium' });

function tokenOf(token: string, date: Date, now: Date, zone: string | undefined): string | undefined {
  if (PRETTY.test(token)) {
    const days = dayNumber(date, zone) - dayNumber(now, zone);
    const near = { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
    return near ?? tokenOf(token.replace('_pretty', ''), date, now, zone);
  }
  if (token === '{ago}') return ago(date, now);
  const style = STYLES[token];
  return style && new Intl.DateTimeFormat('en-US', { ...style, timeZone: zone }).format(date);
}

const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  '{date_num}': { year: 'numeric', month: '2-digit', day: '2-digit' },
  '{date_slash}': { year: 'numeric', month: '2-digit', day: '2-digit' },
  '{date}': { year: 'numeric', month: 'long', day: 'numeric' },
  '{date_short}': { year: 'numeric', month: 'short', day: 'numeric' },
  '{date_long}': { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  '{day_divider_pretty}': { weekday: 'long', month: 'long', day: 'numeric' },
  '{time}': { hour: 'numeric', minute: '2-digit' },
  '{time_secs}': { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

function dayNumber(date: Date, zone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(date);
  return Date.parse(`${parts}T00:00:00Z`) / 86_400_000;
}

const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [365, 'day'],
  [Number.POSITIVE_INFINITY, 'year'],
];

function ago(date: Date, now: Date): string {
  let amount = Math.round((date.getTime() - now.getTime()) / 1_000);
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return new Intl.RelativeTimeFormat('en-US').format(amount, unit);
    amount = Math.trunc(amount / size);
  }
  return '';
}
