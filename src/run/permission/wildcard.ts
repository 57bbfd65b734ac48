/** Patterns with `*`, compared without regular expressions, so that no text of an agent takes long. */

/** True where `text` is `pattern`, in which each `*` stands for any characters, none included. */
export const isLike = (text: string, pattern: string): boolean =>
  fits(text, pattern, '*', (one, wanted) => one === wanted);

/** The same for paths: `*` stays within a name, `**` crosses folders, and `docs/**` means `docs` as well. */
export function isPathLike(path: string, pattern: string): boolean {
  return fits(path.split('/'), pattern.split('/'), '**', isLike);
}

/** `star` among the patterns stands for any number of parts; each other one for a part that it is `like`. */
function fits(
  parts: ArrayLike<string>,
  patterns: ArrayLike<string>,
  star: string,
  like: (part: string, pattern: string) => boolean,
): boolean {
  let [at, in_] = [0, 0];
  let [lastStar, from] = [-1, 0];
  while (at < parts.length) {
    const pattern = patterns[in_];
    if (pattern === star) {
      [lastStar, from] = [in_, at];
      in_ += 1;
    } else if (pattern !== undefined && like(parts[at]!, pattern)) {
      at += 1;
      in_ += 1;
    } else if (lastStar >= 0) {
      // the last star takes one part more
      from += 1;
      [in_, at] = [lastStar + 1, from];
    } else return false;
  }
  while (patterns[in_] === star) in_ += 1;
  return in_ === patterns.length;
}
