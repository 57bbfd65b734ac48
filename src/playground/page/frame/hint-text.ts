/** A hint's sentence, cut into text and code. */

export interface HintPart {
  code: boolean;
  text: string;
}

export function hintParts(text: string): HintPart[] {
  return text
    .split('`')
    .map((part, index) => ({ code: index % 2 === 1, text: part }))
    .filter((part) => part.text !== '');
}
