/** A view as Slack takes it. Drawn from the view and nothing else. */
import type { View } from '../../run/views.js';
import { DETAILS, type Detail } from '../messages/words.js';
import { briefSheet } from './brief.js';
import { cardSheet } from './card.js';
import { guidanceSheet } from './guidance.js';
import { type Drawing, fit, type Sheet } from './layout.js';
import { linkSheet } from './link.js';
import { noticeSheet } from './notice.js';
import { questionSheet } from './question.js';
import { summarySheet } from './summary.js';

/** Blocks, and the same in words for notifications and screen readers; both keep to `LIMITS`. A card may go without its plan. */
export function draw(view: View, plan = true): Drawing {
  return fit(sheets(view, plan));
}

function* sheets(view: View, plan: boolean): Generator<Sheet> {
  for (const detail of DETAILS) yield sheet(view, detail, plan);
}

function sheet(view: View, detail: Detail, plan: boolean): Sheet {
  switch (view.kind) {
    case 'card':
      return cardSheet(view, detail, plan);
    case 'question':
      return questionSheet(view, detail);
    case 'brief':
      return briefSheet(view, detail);
    case 'guidance':
      return guidanceSheet(view, detail);
    case 'summary':
      return summarySheet(view, detail);
    case 'link':
      return linkSheet(view);
    case 'notice':
      return noticeSheet(view, detail);
  }
}
