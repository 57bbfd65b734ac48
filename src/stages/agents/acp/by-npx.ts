/**
 * npx takes packages, settings and programs from the folder in which it is started, and that of an agent is a repository,
 * which may hold anything. So it is started elsewhere, and the agent's program goes back.
 */
const THERE_AND_BACK = [
  'metawsm_folder=$PWD; metawsm_fetch=$1; metawsm_package=$2; shift 2',
  'cd / || exit 126',
  `exec npx "$metawsm_fetch" --package="$metawsm_package" -- sh -c 'cd "$1" && shift && exec "$@"' sh "$metawsm_folder" "$@"`,
].join('\n');

/** `words`: `npx --yes <package> <arg> …`; `program`: what the package calls its program. Without `fetches` it fails where npx does not have it. */
export function outsideOf(words: readonly string[], program: string, fetches = true): string[] {
  const [, , packed = '', ...args] = words;
  return ['/bin/sh', '-c', THERE_AND_BACK, 'metawsm', fetches ? '--yes' : '--no', packed, program, ...args];
}
