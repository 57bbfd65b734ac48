/** What stands after the program's name: it takes nothing but a wish for help. */
const HELP = ['--help', '-h', 'help'];

export const USAGE = `metawsm: a Slack bot that takes a ticket from a slash command to a merged close.

  npm start               starts it; it reads .env and metawsm.yml (METAWSM_CONFIG names another file)
  npm run playground      a page that behaves like Slack: no tokens and no agent are needed
  npm run events          who did what, when, and from which message

Commands in Slack: /metawsm help. All settings: README.md and examples/full.yml. Agents: docs/agents.md.`;

/** What to say instead of starting, and whether it is a fault; undefined: start. */
export function usageFor([first]: readonly string[]): { words: string; isFault: boolean } | undefined {
  if (first === undefined) return undefined;
  return HELP.includes(first)
    ? { words: USAGE, isFault: false }
    : { words: `metawsm takes no arguments, and does not know \`${first}\`.\n\n${USAGE}`, isFault: true };
}
