/** Durations and sizes as people write them: `30m`, `20GB`. */

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const UNIT_BYTES = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
} as const;

export const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/u;
export const SIZE = /^(\d+(?:\.\d+)?)(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/u;

/** Node's timers fire at once beyond this. */
const LONGEST_MS = 24 * UNIT_MS.d;

/** Milliseconds of `90s`, `30m`, `2h`, `7d`; undefined when it is none, nothing, or longer than 24 days. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const ms = Math.round(Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
}

export const DAYS = /^([1-9]\d{0,4})d$/u;

/** Milliseconds of `365d`; undefined for `forever`. Not for timers: it may be longer than they bear. */
export function keptMs(text: string): number | undefined {
  const [, days] = DAYS.exec(text) ?? [];
  return days === undefined ? undefined : Number(days) * UNIT_MS.d;
}

/** Bytes of `500MB`, `20GB`, `1GiB`; undefined when it is none or nothing. */
export function sizeBytes(text: string): number | undefined {
  const [, amount, unit] = SIZE.exec(text) ?? [];
  const bytes = Math.round(Number(amount) * UNIT_BYTES[unit as keyof typeof UNIT_BYTES]);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
