/** Whether a YAML text may be parsed. Pure, linear in its length. */

/** Far more than people write, and far less than ends the stack. */
const MOST_LEVELS = 300;

/** What begins a level on its line. */
const BEGINS = /[-?:](?=\s|$)|[[{]/gu;

/**
 * True where it may have more levels than the parser can go down. Where the stack ends while a regular expression is
 * compiled, nothing can be caught: the whole process ends.
 */
export function isTooDeep(text: string): boolean {
  let flow = 0;
  return text.split('\n').some((line) => {
    // each level of a block has a column of its own
    const block = line.length - line.trimStart().length;
    const here = line.match(BEGINS)?.length ?? 0;
    if (block + here + flow > MOST_LEVELS) return true;
    flow = Math.max(0, flow + signs(line, '[', '{') - signs(line, ']', '}'));
    return false;
  });
}

const signs = (line: string, ...wanted: string[]): number =>
  wanted.reduce((count, sign) => count + line.split(sign).length - 1, 0);
