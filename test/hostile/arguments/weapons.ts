/** Words that would do harm where a program, a shell, a path or a pattern took them for more than a word. */

/** `boom` is a program that leaves a mark; `out` a folder in which nobody may write. */
export function weaponsFor(boom: string, out: string): string[] {
  return [...OPTIONS, ...ADDRESSES, ...PLACES, ...SHELL, ...REFS, ...NAMES].map((word) =>
    word.replaceAll('{boom}', boom).replaceAll('{out}', out),
  );
}

const OPTIONS = [
  '--upload-pack={boom}',
  '--receive-pack={boom}',
  '--exec={boom}',
  '-u{boom}',
  '-c core.sshCommand={boom}',
  '-ccore.fsmonitor={boom}',
  '--config-env=core.pager=HOME',
  '--output={out}/written',
  '-o{out}/written',
  '--git-dir={out}',
  '--separate-git-dir={out}/git',
  '--template={out}',
  '--open-files-in-pager={boom}',
  '-',
  '--',
  '--help',
  '-evil',
];

const ADDRESSES = [
  'ext::{boom}',
  'ext::sh -c {boom}%',
  'fd::17/x',
  'evil::x',
  '-oProxyCommand={boom}',
  'ssh://-oProxyCommand={boom}/x',
  'ssh://x@-oProxyCommand={boom}/x',
  '-oProxyCommand={boom}:x',
];

const PLACES = [
  '../outside',
  '../../outside/x',
  '..\\outside',
  'a/../../../outside',
  '{out}/absolute',
  '~/x',
  '/',
  '.',
  '..',
  './.',
  '／..／outside',
  '．．/outside',
  '%2e%2e%2foutside',
  'deep/link/x',
  'link/x',
  'link/new/x',
  '.git',
  '.GIT',
  '.git/hooks/post-checkout',
  '.GIT/hooks/post-checkout',
  '.git\\hooks\\post-checkout',
  'git~1/hooks/post-checkout',
  '.g\u200cit/hooks/post-checkout',
  '.git /hooks/post-checkout',
  '.git./hooks/post-checkout',
  '.gitmodules',
  '.metawsm/brief.md',
];

const SHELL = [
  '$({boom})',
  '`{boom}`',
  ';{boom}',
  '|{boom}',
  '&{boom}',
  '&& {boom}',
  '> {out}/written',
  '$' + '{IFS}{boom}',
  'a\n{boom}',
  'a\r\n{boom}',
  'a\0b',
  "'; {boom}; '",
  '"; {boom}; "',
  '\u001b]0;x\u0007',
];

const REFS = [
  'refs/heads/main',
  'refs/remotes/origin/main',
  'heads/main',
  '@{-1}',
  '@',
  'HEAD',
  'FETCH_HEAD',
  'main.lock',
  'main^{/x}',
  'main:../x',
  'main~1',
  'main..main',
  '+main:main',
  ':/x',
  ':(top)',
  ':!x',
  'metawsm/abc-1-aaaaaa',
];

const NAMES = [
  '',
  ' ',
  'x'.repeat(4096),
  'MAIN',
  'mаin',
  'аpi',
  'CON',
  'nul.txt',
  'COM1.',
  '*',
  '[a]',
  '\u202egnp.exe',
  '<!channel>',
  '<@U0AAAAAAA>',
  '*bold* _it_ ~no~',
  '&lt;!here&gt;',
  '__proto__',
  'constructor',
  '{"a":1}',
  '%s%n',
];
