/** The clock of a place. */

export interface Zone {
  /** The calendar day there at an instant; months count from 0. */
  fieldsAt(instant: number): { year: number; month: number; day: number };
  /** The instant at which its clock shows this; days beyond the month's end go on in the next. */
  instant(year: number, month: number, day: number, hour: number, minute: number): number;
}

/** The time zone that stands in `text`: `(Europe/Berlin)`, `UTC`, `GMT-3`; without one, that of this machine. */
export function zoneIn(text: string): Zone {
  const named = /\(([A-Za-z_]{1,40}(?:\/[\w+-]{1,40}){0,2})\)/u.exec(text)?.[1];
  if (named && isZone(named)) return zoneOf((instant) => minutesAhead(named, instant));
  const offset = /\b(?:UTC|GMT)\s?([+-])(\d{1,2})(?::?(\d\d))?/u.exec(text);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return zoneOf(() => (offset[1] === '-' ? -minutes : minutes));
  }
  if (/\b(?:UTC|GMT)\b/u.test(text)) return zoneOf(() => 0);
  return zoneOf((instant) => -new Date(instant).getTimezoneOffset());
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const MINUTE_MS = 60_000;

function minutesAhead(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const found = /([+-])(\d\d):(\d\d)/u.exec(name);
  if (!found) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

const zoneOf = (ahead: (instant: number) => number): Zone => ({
  fieldsAt: (instant) => {
    const there = new Date(instant + ahead(instant) * MINUTE_MS);
    return { year: there.getUTCFullYear(), month: there.getUTCMonth(), day: there.getUTCDate() };
  },
  instant: (year, month, day, hour, minute) => {
    const shown = Date.UTC(year, month, day, hour, minute);
    // the offset may change in between
    const near = shown - ahead(shown) * MINUTE_MS;
    return shown - ahead(near) * MINUTE_MS;
  },
});
