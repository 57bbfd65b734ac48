/** A secret as it may appear: plain, JSON-escaped, URL-encoded, base64. */

/** Every spelling of `value`; in base64 also where it is a part of something longer, such as `user:value`. */
export function spellingsOf(value: string): string[] {
  const trimmed = value.trim();
  const plain = new Set([value, trimmed]);
  const spellings = [...plain].flatMap((one) => [
    one,
    ...jsonSpellings(one),
    ...urlSpellings(one),
    ...base64Of(one),
  ]);
  return [...new Set(spellings)];
}

function jsonSpellings(value: string): string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const ascii = escaped.replace(/[\u007f-\u{10ffff}]/gu, codeUnits);
  // A JSON text inside a JSON text, as in a log line of a log line.
  return [escaped, ascii, escaped.replaceAll('/', '\\/'), JSON.stringify(escaped).slice(1, -1)];
}

function codeUnits(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function urlSpellings(value: string): string[] {
  const wellFormed = Buffer.from(value).toString();
  const encoded = encodeURIComponent(wellFormed);
  const strict = encoded.replace(/[!'()*]/gu, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const both = [
    encoded,
    strict,
    encodeURI(wellFormed),
    encoded.replaceAll('%20', '+'),
    strict.replaceAll('%20', '+'),
  ];
  return [...both, ...both.map((one) => one.replace(/%[0-9A-F]{2}/gu, (hex) => hex.toLowerCase()))];
}

/** Characters of base64 that the bytes before may change, by how many bytes stand before them in their group of 3. */
const SHARED = [0, 2, 3];

function base64Of(value: string): string[] {
  const bytes = Buffer.from(value);
  return SHARED.flatMap((shared, before) => {
    const known = Math.floor(((before + bytes.length) * 8) / 6);
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const inside = whole.slice(shared, known);
    const atEnd = whole.slice(shared).replace(/=+$/u, '');
    return [inside, atEnd, whole.slice(shared)].flatMap((text) => [
      text,
      text.replaceAll('+', '-').replaceAll('/', '_'),
    ]);
  });
}
