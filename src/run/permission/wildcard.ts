/** Patterns with `*`, compared without regular expressions, so that no text of an agent takes long. */

/** True where `text` is `pattern`, in which each `*` stands for any characters, none included. */
export function isLike(text: string, pattern: string): boolean {
  let [at, in_] = [0, 0];
  let [star, from] = [-1, 0];
  while (at < text.length) {
    if (pattern[in_] === '*') {
      [star, from] = [in_, at];
      in_ += 1;
    } else if (in_ < pattern.length && pattern[in_] === text[at]) {
      at += 1;
      in_ += 1;
    } else if (star >= 0) {
      // the last star takes one character more
      from += 1;
      [in_, at] = [star + 1, from];
    } else return false;
  }
  while (pattern[in_] === '*') in_ += 1;
  return in_ === pattern.length;
}

/** The same for paths: `*` stays within a name, `**` crosses folders, and `docs/**` means `docs` as well. */
export function isPathLike(path: string, pattern: string): boolean {
  return namesLike(path.split('/'), pattern.split('/'));
}

function namesLike(names: readonly string[], patterns: readonly string[]): boolean {
  let [at, in_] = [0, 0];
  let [star, from] = [-1, 0];
  while (at < names.length) {
    const pattern = patterns[in_];
    if (pattern === '**') {
      [star, from] = [in_, at];
      in_ += 1;
    } else if (pattern !== undefined && isLike(names[at]!, pattern)) {
      at += 1;
      in_ += 1;
    } else if (star >= 0) {
      from += 1;
      [in_, at] = [star + 1, from];
    } else return false;
  }
  while (patterns[in_] === '**') in_ += 1;
  return in_ === patterns.length;
}
