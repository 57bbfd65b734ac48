/** What an agent is told that stopped at a refusal: metawsm's own sentences and file names, nothing else. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Refusal } from './acp/refusals.js';

/** More would only take the place of the work. */
const MOST_NAMED = 20;

/** Of all that was refused since the last prompt; nothing where the agent only says that its turn was cancelled. */
export function refusedPrompt(refusals: readonly Refusal[], contract: string): string {
  const brief = `The brief, ${join(contract, 'brief.md')}, stands as it is.`;
  if (refusals.length === 0) return `${CANCELLED} ${brief} ${FINISH}\n`;
  const named = refusals.slice(-MOST_NAMED).map((one) => `- ${reasonOf(one, contract)}`);
  const before = refusals.length - named.length;
  const reasons = [...(before > 0 ? [`- ${before} others before these`] : []), ...named].join('\n');
  return `${STOPPED}\n\n${reasons}\n\n${ANOTHER_WAY} ${brief} ${FINISH}\n`;
}

const CANCELLED =
  'Your turn ended as cancelled, and nobody has cancelled it. Go on with the work. Where something keeps you from it, ask with ' +
  '`ask_operator`.';
const STOPPED =
  'Something that you wanted to do was refused, and your turn ended with that. The work goes on.';
const ANOTHER_WAY =
  'Do not try the same again in another form. Go on another way. Where there is none, ask with `ask_operator`, and say what you ' +
  'need and why.';
const FINISH = 'Finish as you were told before.';

const OWN: Record<string, string> = {
  private: "It touches metawsm's own state or that of other runs, which is closed to every agent.",
  git: "It touches git's own files, which are closed to every agent.",
};

function reasonOf({ rule, request, noted }: Refusal, contract: string): string {
  if (rule !== undefined)
    return Object.hasOwn(OWN, rule)
      ? OWN[rule]!
      : `A rule of metawsm.yml${quoted(rule)} denies it. Nobody was asked, and it is always denied.`;
  if (request === undefined) return 'metawsm could not make sense of what you asked for, and refused it.';
  const file = join(contract, 'answers', `${request}.json`);
  return noted && existsSync(file)
    ? `A person refused it, and says what to do instead: ${file} (\`answer\`).`
    : 'A person refused it.';
}

/** Agents read `@path` in a prompt as a file. */
const quoted = (rule: string): string => (/^[^@`\p{C}]{1,200}$/u.test(rule) ? ` (\`${rule}\`)` : '');
