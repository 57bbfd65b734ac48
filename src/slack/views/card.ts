/** The run card: where the run is, who is waited for, what came out so far, who decided what. */
import type { CardView } from '../../run/views.js';
import { quote, say } from '../escape.js';
import { cardLead, cardTitle, decisions, facts, whereItIs } from '../messages/card.js';
import { failures } from '../messages/checks.js';
import { doing, figures, unreachable } from '../messages/progress.js';
import { troubleDetail } from '../messages/trouble.js';
import type { Detail } from '../messages/words.js';
import { buttons } from './buttons.js';
import { note, type Part, type Sheet, text, title } from './layout.js';
import { plan } from './plan.js';

export function cardSheet(view: CardView, detail: Detail, withPlan: boolean): Sheet {
  return {
    lead: cardLead(view),
    parts: [
      title(cardTitle(view)),
      text(whereItIs(view), doing(view), unreachable(view)),
      ...words(view, detail),
      text(view.goal ? say`*Goal*\n${quote(view.goal, Math.min(600, detail.text))}` : undefined),
      ...(withPlan ? [plan(view)] : []),
      text(facts(view, detail.rows), figures(view)),
      note(decisions(view)),
      ...buttons(view),
    ],
  };
}

/** Of a failed run: the words of the program concerned, the ends of the failed checks. */
function words(view: CardView, detail: Detail): Part[] {
  if (!view.trouble || (view.status !== 'failed' && view.status !== 'closed')) return [];
  const checks = view.trouble.code === 'checks_failed' && view.evidence ? view.evidence.results : [];
  return [text(troubleDetail(view.trouble, detail)), ...failures(checks, detail).map((line) => text(line))];
}
