/** Texts as the judgement reads them: bounded, without decoration, case, accents and what nobody sees. */

/** Whoever says nothing in so many characters says nothing at all. */
const MOST_JUDGED = 4_000;
const MOST_SHOWN = 80;

/** The text without what nobody sees; full-width letters become plain ones. */
export const visible = (text: string): string =>
  text
    .slice(0, MOST_JUDGED)
    .normalize('NFKC')
    .slice(0, MOST_JUDGED)
    .replace(/\p{Cf}|\ufe0f|\ufe0e/gu, '')
    .trim();

/** Lower case without accents; `ae`, `oe`, `ue` count as the umlauts they stand for. */
export const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'o')
    .replace(/([aou])e/gu, '$1');

/** The words of a text, folded; an apostrophe and a hyphen separate them, codes of emoji are none. */
export const wordsOf = (text: string): string[] =>
  folded(visible(text).replace(/:[a-z][a-z0-9_+-]{1,40}:/gu, ' ')).match(/[\p{L}\p{N}]+/gu) ?? [];

/** What a reason repeats of a text. */
export function shown(text: string): string {
  const line = visible(text.slice(0, 1_000)).replace(/\s+/gu, ' ');
  return line.length <= MOST_SHOWN ? line : `${[...line.slice(0, MOST_SHOWN)].slice(0, -1).join('')}…`;
}

/** Whether a word is one of a list; an entry that ends in `*` means every word that begins so. */
export type Vocabulary = (word: string) => boolean;

export function vocabulary(...lists: string[]): Vocabulary {
  const entries = lists.join(' ').split(/\s+/u).filter(Boolean);
  const whole = new Set(entries.filter((one) => !one.endsWith('*')).map(folded));
  const begun = new Set(entries.filter((one) => one.endsWith('*')).map((one) => folded(one.slice(0, -1))));
  const longest = Math.max(0, ...[...begun].map((one) => one.length));
  return (word) => {
    if (whole.has(word)) return true;
    for (let length = Math.min(longest, word.length); length > 2; length--)
      if (begun.has(word.slice(0, length))) return true;
    return false;
  };
}
