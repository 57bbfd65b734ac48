/** At most `length` characters: whole words and `…`, or where one word takes more than half of it, its beginning. */
export function wholeWords(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const whole = characters
    .slice(0, length - 1)
    .join('')
    .replace(/\s+\S*$/u, '');
  const begun = characters.slice(0, length).join('').trimEnd();
  return /\s/u.test(begun) && whole.length * 2 > begun.length ? `${whole}…` : begun;
}
