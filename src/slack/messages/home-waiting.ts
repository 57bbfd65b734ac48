/** What a run waits for, in short, as the App Home says it to the person concerned. */

import type { GuidanceRequest } from '../../run/guidance-request.js';
import type { View } from '../../run/views.js';
import { code, join, type Mrkdwn, quote, say, words } from '../escape.js';
import { questions } from './asked-form.js';
import { whereItIs } from './card.js';
import { tally } from './checks.js';
import { asked, askedContext, deedsOf, inPlaceOfAgent, whereTo } from './guidance.js';
import { PERMIT_LABELS } from './labels.js';
import { matters, remembers } from './permission.js';
import { asking, soFar } from './question.js';
import { kindOf, limited } from './request.js';
import { refusal, risks } from './summary.js';
import { troubleLine } from './trouble.js';
import { count, type Detail } from './words.js';

/** How much of each is shown: enough to decide upon, or to see that one has to read more. */
const SHORT: Detail = { commits: 0, output: 0, text: 300, rows: 3 };

/** Sentences on what the message `view` asks for. */
export function whatWaits(view: View): Mrkdwn | undefined {
  switch (view.kind) {
    case 'question':
      return join([asking(view.question), soFar(view.question, SHORT)]);
    case 'guidance':
      return requestWaits(view);
    case 'brief':
      return join([
        say`The brief is complete; read it in the thread before you start the run.`,
        quote(view.brief.goal, SHORT.text),
        newCommands(view),
      ]);
    case 'summary':
      return join([made(view), refusal(view), ticketTrouble(view), risks(view, SHORT)]);
    case 'card':
      return view.status === 'failed' && view.trouble ? troubleLine(view.trouble) : whereItIs(view);
    default:
      return undefined;
  }
}

/** Whoever decides here sees what there is to decide; a long command stands in the thread. */
function requestWaits({ request, run, actions }: Extract<View, { kind: 'guidance' }>): Mrkdwn {
  const { permission, fields } = request;
  const always = actions.some((action) => action.do === 'permit' && action.choice === 'always');
  return join([
    askingHead(request, run.id),
    asked(request, { ...SHORT, text: SHORT.text / 2 }),
    ...(permission ? matters(permission, SHORT) : []),
    ...(fields ? [questions(fields, SHORT)] : []),
    ...whereTo(request),
    askedContext(request, SHORT),
    always && permission ? say`\`${PERMIT_LABELS.always}\` remembers ${remembers(permission)}.` : undefined,
  ]);
}

function askingHead(request: GuidanceRequest, run: string): Mrkdwn {
  const agent = code(request.agent);
  if (inPlaceOfAgent(request)) return say`The agent ${agent} ended twice without saying that it is done.`;
  if (kindOf(request) === 'limit') return limited(request);
  return say`The agent ${agent} ${deedsOf(request, run)[0]}:`;
}

function newCommands({ brief }: Extract<View, { kind: 'brief' }>): Mrkdwn | undefined {
  const fresh = brief.checks.filter(({ source }) => source === 'new').map(({ command }) => command);
  if (fresh.length === 0) return undefined;
  return say`It holds a *new command*: ${words(fresh.join(', '), SHORT.text)}`;
}

type Summary = Extract<View, { kind: 'summary' }>;

function made({ evidence, repos }: Summary): Mrkdwn {
  const commits = evidence.changes.reduce((sum, change) => sum + change.commits.length, 0);
  const files = evidence.changes.reduce((sum, change) => sum + change.filesChanged, 0);
  const what =
    commits + files === 0
      ? 'Nothing was changed'
      : `${count(commits, 'commit')}, ${count(files, 'file')} changed`;
  return say`${what} in ${count(repos.length, 'repository', 'repositories')}. ${tally(evidence)}`;
}

const ticketTrouble = ({ ticketTrouble: trouble }: Summary): Mrkdwn | undefined =>
  trouble && say`*Ticket not written.* ${troubleLine(trouble)}`;
