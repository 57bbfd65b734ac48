/**
 * npx takes packages, settings and programs from the folder in which it is started, and that of an agent is a repository,
 * which may hold anything. So it is started elsewhere, and the agent's program goes back.
 */
const THERE_AND_BACK = [
  'metawsm_folder=$PWD; metawsm_package=$1; shift',
  'cd / || exit 126',
  `exec npx --yes --package="$metawsm_package" -- sh -c 'cd "$1" && shift && exec "$@"' sh "$metawsm_folder" "$@"`,
].join('\n');

/** `words`: `npx --yes <package> <arg> …`; `program`: what the package calls its program. */
export function outsideOf(words: readonly string[], program: string): string[] {
  const [, , packed = '', ...args] = words;
  return ['/bin/sh', '-c', THERE_AND_BACK, 'metawsm', packed, program, ...args];
}
