/** What stands after the program's name: nothing, the doctor, or a wish for help. */
const HELP = ['--help', '-h', 'help'];

export const USAGE = `metawsm: a Slack bot that takes a ticket from a slash command to a merged close.

  npm start               starts it; it reads .env and metawsm.yml (METAWSM_CONFIG names another file)
  npm run doctor          proves the set-up: tokens, scopes, a round trip, git, agents, database, disk; changes nothing
  npm run playground      a page that behaves like Slack: no tokens and no agent are needed
  npm run events          who did what, when, and from which message

For the doctor, after \`npm run doctor --\`:

  --channel C…            posts a message there for a moment, to see that Slack delivers events; U… is a direct message
  --json                  findings as JSON on standard output (with \`npm run -s\`)

It exits with 0 when nothing is wrong, 1 when something is, 78 when the configuration is.

Commands in Slack: /metawsm help. All settings: README.md and examples/full.yml. Agents: docs/agents.md.`;

export interface DoctorFlags {
  json: boolean;
  /** Where a test message may appear for a moment. */
  channel?: string;
}

/** Words to say instead of starting, and whether that is a fault; or what the doctor is to do. */
export type Usage = { words: string; isFault: boolean } | { doctor: DoctorFlags };

/** Undefined: start. */
export function usageFor([first, ...rest]: readonly string[]): Usage | undefined {
  if (first === undefined) return undefined;
  if (HELP.includes(first) || (first === 'doctor' && rest.some((word) => HELP.includes(word))))
    return { words: USAGE, isFault: false };
  if (first === 'doctor') return doctorFor(rest);
  return fault(`metawsm does not know \`${first}\`.`);
}

const fault = (words: string): Usage => ({ words: `${words}\n\n${USAGE}`, isFault: true });

function doctorFor(words: readonly string[]): Usage {
  const flags: DoctorFlags = { json: false };
  for (let at = 0; at < words.length; at += 1) {
    const [name = '', value] = (words[at] ?? '').split(/=(.*)/su);
    if (name === '--json' && value === undefined) flags.json = true;
    else if (name === '--channel') {
      if (value === undefined) at += 1;
      const id = value ?? words[at] ?? '';
      if (!/^[CGDUW][A-Z0-9]{2,30}$/u.test(id))
        return fault(`--channel needs the id of a channel (C…) or of a person (U…), and \`${id}\` is none.`);
      flags.channel = id;
    } else return fault(`The doctor does not know \`${words[at]}\`.`);
  }
  return { doctor: flags };
}
