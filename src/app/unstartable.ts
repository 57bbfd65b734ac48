/** What keeps the bot from starting and only a person can change, in words that say what to do in place of a stack. */

const MAY_NOT = ['EACCES', 'EPERM', 'EROFS'];
const NO_FOLDER = ['ENOTDIR', 'EEXIST'];

/** Undefined for what is none of these: a defect. */
export function unstartable(error: unknown, config: { home: string }): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall, path, port } = error as NodeJS.ErrnoException & { port?: number };
  if (syscall === 'listen' && code === 'EADDRINUSE')
    return `PORT: ${port} is in use by another program. End that one, or set another PORT and give Slack the new address.`;
  if (syscall === 'listen' && MAY_NOT.includes(code))
    return `PORT: ${port} may not be used by this user (${code}). Set a PORT above 1023 and let a proxy take what comes to the other.`;
  if (path === undefined) return undefined;
  if (MAY_NOT.includes(code))
    return `${path} cannot be written by this user (${code}). Give it to the user that runs metawsm, or name another folder in METAWSM_HOME (now ${config.home}).`;
  if (NO_FOLDER.includes(code))
    return `${path} is a file where a folder is needed (${code}). Move it away, or name another folder in METAWSM_HOME (now ${config.home}).`;
  return undefined;
}
