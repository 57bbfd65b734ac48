/** Between Slack's seconds since 1970 and what the browser's picker of date and time holds. */

/** Seconds as `YYYY-MM-DDTHH:mm` in the person's own time; '' for no time. */
export function localTime(seconds: number): string {
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return '';
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The other way round; '' for no time. */
export function unixTime(local: string): string {
  const time = new Date(local).getTime();
  return Number.isNaN(time) ? '' : String(Math.floor(time / 1_000));
}
