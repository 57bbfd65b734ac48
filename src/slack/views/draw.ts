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

/** Blocks, and the same in words for notifications and screen readers; both keep to `LIMITS`. */
export function draw(view: View): Drawing {
  return fit(sheets(view));
}

function* sheets(view: View): Generator<Sheet> {
  for (const detail of DETAILS) yield sheet(view, detail);
}

function sheet(view: View, detail: Detail): Sheet {
  switch (view.kind) {
    case 'card':
      return cardSheet(view, detail);
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
