/** Whether the environment holds tokens of a real Slack, beside which nothing is tried out. */

/** The playground's own are made anew at each start and never stand in an environment. */
const OURS = /^xoxb-playground-/u;
/** Also in quotes, after `Bearer`, in a list; `xapp-gtk3-module` is a part of some desktops. */
const TOKEN = /(?<![a-z0-9])(?:xox[a-z][-.]|xapp-\d)/iu;
const NAMED = /^SLACK_(?:.*_)?(?:TOKEN|SECRET)$/iu;

/** Names of variables that hold such a token, in the order of the alphabet. */
export function realTokensIn(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env)
    .filter(([name, value]) => {
      const text = value?.trim() ?? '';
      return text !== '' && !OURS.test(text) && (NAMED.test(name) || TOKEN.test(text));
    })
    .map(([name]) => name)
    .sort();
}
