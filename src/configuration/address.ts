/** Addresses of repositories: the ways of git that cannot run a program, and no secrets in them. */

/** Why an address is refused, in words that never repeat it: it may hold a password. */
export interface AddressFault {
  what: string;
  remedy: string;
}

const FORMS = 'write `https://…`, `ssh://…`, `git@host:path` or `file:///…`';
const HELPER = 'let a git credential helper of the bot’s user know it';

const SCHEMES = ['https', 'ssh', 'file', 'http'];

/** `user@host:path`, the form of scp; the host may be an IPv6 address in brackets. */
const SCP =
  /^(?:[A-Za-z0-9_][\w.+-]*@)?(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\]):(?![-/]?$)(?!-)[^\s]+$/u;

/** undefined where git may be given the address, which is not empty. */
export function addressFault(address: string): AddressFault | undefined {
  if (address.startsWith('-'))
    return { what: 'begins with `-`, which git takes for an option', remedy: FORMS };
  if (/^[A-Za-z0-9+.-]*::/u.test(address))
    return { what: 'starts a program of git’s for a way of its own', remedy: FORMS };
  const [, scheme, rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/u.exec(address) ?? [];
  if (scheme === undefined) return scpFault(address);
  if (!SCHEMES.includes(scheme))
    return { what: `goes by \`${scheme}\`, which is not offered`, remedy: FORMS };
  if (scheme === 'file')
    return /^\/[^/]/u.test(rest)
      ? undefined
      : { what: 'names no absolute path', remedy: 'write `file:///…`' };
  return remoteFault(scheme, rest);
}

/** True where everybody on the way may read and change what is fetched. */
export function isUnprotected(address: string): boolean {
  return /^http:/iu.test(address);
}

function scpFault(address: string): AddressFault | undefined {
  if (/^[^/]*:[^/]*@/u.test(address)) return { what: 'holds credentials', remedy: `remove them; ${HELPER}` };
  if (SCP.test(address)) return undefined;
  if (/^[./~]/u.test(address))
    return { what: 'is a path', remedy: 'name a clone with `path`, or write `file:///…`' };
  return { what: 'is no address of a repository', remedy: FORMS };
}

function remoteFault(scheme: string, rest: string): AddressFault | undefined {
  const [authority = '', ...path] = rest.split('/');
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  const host = authority.slice(at + 1);
  if (user !== '' && (scheme !== 'ssh' || user.includes(':')))
    return {
      what: 'holds credentials, or the name for them',
      remedy: `remove all before the \`@\`; ${HELPER}`,
    };
  if (scheme !== 'ssh' && /[?#]/u.test(rest))
    return { what: 'holds a `?` or `#`', remedy: `write the bare address; ${HELPER}` };
  const fits = /^(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::\d+)?$/u.test(host);
  if (!fits || user.startsWith('-') || path.join('/') === '' || /\s/u.test(rest))
    return { what: 'is no address of a repository', remedy: FORMS };
  return undefined;
}
