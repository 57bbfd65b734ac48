/** The names under which repositories keep their checks. */

/** Scripts and targets that are offered, in this order. */
export const CHECK_NAMES = [
  'test',
  'lint',
  'build',
  'typecheck',
  'check',
  'type-check',
  'check-types',
  'test:unit',
  'test:integration',
  'test-unit',
  'test-integration',
  'format:check',
  'check:format',
  'fmt-check',
  'vet',
  'verify',
] as const;

/** Those of the names that are there, in the order of `CHECK_NAMES`. */
export const checkNamesIn = (there: Iterable<string>): string[] => {
  const known = new Set(there);
  return CHECK_NAMES.filter((name) => known.has(name));
};
