/** Texts that must not reach a reader as they are, and how they are known again. */

export const ENV_SECRET = 'npm-s3cr3t_0815-4711';
export const FILE_SECRET = 'copied-s3cr3t_2342';
export const FORMED = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

/** Every spelling that has to be found. */
export const SECRETS = [ENV_SECRET, FILE_SECRET, FORMED].flatMap((one) => [
  one,
  Buffer.from(one).toString('base64').replace(/=+$/, ''),
  ...(encodeURIComponent(one) === one ? [] : [encodeURIComponent(one)]),
]);

/** Alive in Slack, if nobody defuses them. */
export const LIVE = [
  '<!channel> <!here> <!everyone> <!subteam^S0EVIL01> <@U0EVIL01> <#C0EVIL01> <https://evil.example|Approve>',
  '&lt;!channel&gt; @channel @here <!date^1^{date}^https://evil.example|now>',
  ':white_check_mark: *Answered by* <@U0LEAD01> \u00b7 now',
  '[Merge & close](https://evil.example) `x` ``` *done* _done_ ~x~',
  '> quoted\n>>> all of it',
];
/** Moves a cursor, names a window, makes a link, reorders, hides. */
export const UNSEEN =
  '\u001b[2J\u001b[31mred\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u001b]0;title\u0007\u202egnp.exe\u202c\u200b\u0007\u009b31m';
/** A secret with signs in it that a reader does not see. */
export const HIDDEN_IN = `${ENV_SECRET.slice(0, 6)}\u202a${ENV_SECRET.slice(6, 12)}\u200b${ENV_SECRET.slice(12)}`;

export const EVIL = [
  ...LIVE,
  UNSEEN,
  `key ${ENV_SECRET} ${FORMED} ${Buffer.from(ENV_SECRET).toString('base64')}`,
  HIDDEN_IN,
];
export const ALL_EVIL = EVIL.join(' ');

/** A text as one word of `sh`. */
export const sh = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const FORBIDDEN: [RegExp, string][] = [
  [/<!(?:channel|here|everyone|subteam)/, 'a live group mention'],
  [/<@U0(?:EVIL|LEAD)01>/, 'a live mention'],
  [/<#C0EVIL01>/, 'a live channel'],
  [/<https:\/\/evil/, 'a live link'],
  [/(?![\n\t\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u, 'a control sign'],
];
const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;

/** What a finished text of the bot holds that it must not. */
export function faultsIn(where: string, text: string): string[] {
  const read = text.replace(IGNORED, '');
  const secrets = SECRETS.filter((secret) => read.includes(secret)).map(() => 'a secret');
  const signs = FORBIDDEN.filter(([sign]) => sign.test(text)).map(([, what]) => what);
  return [...new Set([...secrets, ...signs])].map((what) => `${where} holds ${what}: ${excerpt(text)}`);
}

const excerpt = (text: string) => JSON.stringify(text.slice(0, 300));

/** Every text in what was sent to Slack. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
