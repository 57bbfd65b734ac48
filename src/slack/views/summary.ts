/** The merge-ready summary: open risks, why it was not merged, what was made, the evidence, and who decided. */
import type { SummaryView } from '../../run/views.js';
import { join, type Mrkdwn, say } from '../escape.js';
import { checkLines, failures } from '../messages/checks.js';
import { spentLines } from '../messages/progress.js';
import {
  changeLines,
  decision,
  documentsMove,
  howToDecide,
  isLive,
  mergeLines,
  questionsAndAnswers,
  refusal,
  risks,
  saidByAgent,
  smallPrint,
  summaryLead,
  summaryTitle,
  wanted,
} from '../messages/summary.js';
import { troubleDetail, troubleLine } from '../messages/trouble.js';
import type { Detail } from '../messages/words.js';
import { buttons } from './buttons.js';
import { note, type Part, type Sheet, text, title } from './layout.js';

export function summarySheet(view: SummaryView, detail: Detail): Sheet {
  const lead = summaryLead(view);
  const parts: Part[] = [
    title(summaryTitle(view)),
    text(lead),
    text(risks(view, detail)),
    ...refusals(view, detail),
    text(saidByAgent(view, detail)),
    text(changeLines(view, detail)),
    text(documentsMove(view)),
    text(say`*Checks*`, checks(view, detail)),
    ...failures(view.evidence.results, detail).map((line) => text(line)),
    text(questionsAndAnswers(view, detail)),
    text(wanted(view, detail)),
    text(spentLines(view.spent ?? [], detail.rows)),
    note(smallPrint(view), decision(view)),
  ];
  if (!isLive(view)) return { lead, parts };
  const how = howToDecide(view);
  return { lead, how, parts: [...parts, text(how), ...buttons(view)] };
}

const checks = (view: SummaryView, detail: Detail): Mrkdwn =>
  view.evidence.results.length === 0 ? say`None.` : checkLines(view.evidence.results, detail);

/** Why it was not merged, what is merged all the same, and the words of git. */
function refusals(view: SummaryView, detail: Detail): Part[] {
  const ticket = view.ticketTrouble;
  const merges = mergeLines(view.merges, detail);
  return [
    text(refusal(view)),
    text(view.refusal ? troubleDetail(view.refusal, detail) : undefined),
    text(ticket ? join([say`*Ticket not written.*`, troubleLine(ticket)], ' ') : undefined),
    text(ticket ? troubleDetail(ticket, detail) : undefined),
    text(merges ? say`*Merges*\n${merges}` : undefined),
  ];
}
