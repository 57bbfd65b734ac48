/** A text without the signs that nobody sees. */
import { stripVTControlCharacters } from 'node:util';

/** Control signs but for line breaks and tabs, and what is drawn as nothing. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;
const ANY_UNSEEN = new RegExp(UNSEEN.source, 'u');

/** The same text where there are none. */
export const asSeen = (text: string): string =>
  ANY_UNSEEN.test(text) ? stripVTControlCharacters(text).replace(UNSEEN, '') : text;
