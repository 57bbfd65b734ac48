/** When a usage limit ends, from every way in which vendors say it. */
import { zoneIn } from './time-zone.js';

const DAY_MS = 86_400_000;
const MOST_MS = 8 * DAY_MS;
/** Nothing beyond this is read. */
const MOST_TEXT = 4000;

/** The instant at which the limit ends; undefined where none is told, or one that is past or more than 8 days ahead. */
export function resetIn(text: string, now: string): string | undefined {
  const said = text.slice(0, MOST_TEXT);
  const present = Date.parse(now);
  for (const read of [epoch, stamp, seconds, span, date, clock]) {
    const found = read(said, present);
    if (found !== undefined && found > present && found <= present + MOST_MS)
      return new Date(found).toISOString();
  }
  return undefined;
}

type Read = (text: string, present: number) => number | undefined;

/** `limit reached|1762952400`, `"resets_at":1775317531`, `reset-at: 1773860656` */
const epoch: Read = (text) => {
  const found =
    /(?:reached[^|\n]{0,40}\||reset[\w-]{0,20}["']?\s{0,3}[:=]\s{0,3}["']?)(\d{10})(\d{3})?(?!\d)/iu.exec(
      text,
    );
  return found ? Number(found[1]) * 1000 + Number(found[2] ?? 0) : undefined;
};

/** `2026-11-27T03:00:00Z` behind a word that says that something ends or comes back. */
const stamp: Read = (text) => {
  const found =
    /(?:reset|retry|again|until|available)[^\n]{0,60}?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))/iu.exec(
      text,
    );
  const instant = found ? Date.parse(found[1]!) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
};

/** `retry-after: 120`, `"retryDelay": "34.07s"`, `"resets_in_seconds":602705`, `retry_after_ms` */
const seconds: Read = (text, present) => {
  const found =
    /(?:retry[-_ ]?after(_ms|-ms)?|retry_?delay|resets?_in_seconds|reset[-_]after[-_]seconds)["']?\s{0,3}[:=]\s{0,3}["']?(\d{1,9}(?:\.\d{1,6})?)(ms|s)?\b/iu.exec(
      text,
    );
  if (!found) return undefined;
  return present + Number(found[2]) * (found[1] || found[3] === 'ms' ? 1 : 1000);
};

const UNITS: Record<string, number> = { d: DAY_MS, h: 3_600_000, m: 60_000, s: 1000 };
const AMOUNTS =
  /(\d{1,6}(?:\.\d{1,6})?)\s{0,2}(d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z])/giu;

/** `try again in 5 days 22 hours 11 minutes`, `reset after 8h44m7s`, `Please retry in 34.07s` */
const span: Read = (text, present) => {
  const found =
    /(?:again|retry|resets?|available|wait)\s{1,3}(?:in|after|for)\s{1,3}((?:about |~)?\d.{0,80})/iu.exec(
      text,
    );
  if (!found) return undefined;
  let [sum, end] = [0, -1];
  for (const one of found[1]!.matchAll(AMOUNTS)) {
    // `5 days, 22 hours and 11 minutes` is one span; what comes after more words is not
    if (end >= 0 && !/^(?:,|\s|and){0,8}$/iu.test(found[1]!.slice(end, one.index))) break;
    sum += Number(one[1]) * UNITS[one[2]![0]!.toLowerCase()]!;
    end = one.index + one[0].length;
  }
  return sum > 0 ? present + sum : undefined;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(\d{1,2})(?::(\d\d))?(?::\d\d)?\s{0,2}([ap]\.?m\b\.?)?`;
const DATED = new RegExp(
  String.raw`(?:resets?|again|until|available)(?: (?:at|on))?\s{0,3}(?:on )?([a-z]{3})[a-z]{0,6}\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}),?)?(?: at)? ${TIME}`,
  'iu',
);

/** `resets Jul 15 at 12am (Australia/Melbourne)`, `try again at May 11th, 2026 1:36 PM` */
const date: Read = (text, present) => {
  const found = DATED.exec(text);
  const month = MONTHS.indexOf((found?.[1] ?? '').toLowerCase());
  const time = found ? timeOf(found[4]!, found[5], found[6]) : undefined;
  if (!found || month < 0 || !time) return undefined;
  const zone = zoneIn(text.slice(found.index, found.index + 200));
  const year = found[3] ? Number(found[3]) : zone.fieldsAt(present).year;
  const instants = [year, year + 1].map((one) => zone.instant(one, month, Number(found[2]), ...time));
  return found[3] ? instants[0] : instants.find((one) => one > present);
};

const AT = new RegExp(String.raw`(?:resets?|again|until|available)(?: at)?\s{0,3}${TIME}`, 'iu');

/** `resets 7pm`, `resets at 10:57 PM GMT-3`, `try again at 7:40 PM`: the next time the clock shows it. */
const clock: Read = (text, present) => {
  const found = AT.exec(text);
  // a number alone is no time
  if (!found || (found[2] === undefined && found[3] === undefined)) return undefined;
  const time = timeOf(found[1]!, found[2], found[3]);
  if (!time) return undefined;
  const zone = zoneIn(text.slice(found.index, found.index + 120));
  const { year, month, day } = zone.fieldsAt(present);
  return [0, 1].map((more) => zone.instant(year, month, day + more, ...time)).find((one) => one > present);
};

function timeOf(hour: string, minute = '0', half = ''): [number, number] | undefined {
  const [hours, minutes] = [Number(hour), Number(minute)];
  if (minutes > 59 || hours > (half ? 12 : 23)) return undefined;
  if (!half) return [hours, minutes];
  return [(hours % 12) + (half[0]!.toLowerCase() === 'p' ? 12 : 0), minutes];
}
