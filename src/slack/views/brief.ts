/** The brief, whole, as it is before a person starts it. */
import type { BriefView } from '../../run/views.js';
import { say } from '../escape.js';
import {
  baseList,
  briefLead,
  briefOutcome,
  briefTitle,
  canStart,
  fieldParts,
  howToStart,
  interviewNote,
  newCommandNote,
  submoduleNote,
} from '../messages/brief.js';
import { planLines } from '../messages/checks.js';
import type { Detail } from '../messages/words.js';
import { buttons } from './buttons.js';
import { note, type Sheet, text, title } from './layout.js';

export function briefSheet(view: BriefView, detail: Detail): Sheet {
  const sheet: Sheet = {
    lead: briefLead(view),
    parts: [
      title(briefTitle(view)),
      ...fieldParts(view.brief, view.draft, detail).map((field) => text(field)),
      text(say`*Checks*`, planLines(view.brief.checks, detail), newCommandNote(view)),
      text(say`*Repositories:* ${baseList(view.repos, detail.rows)}`, submoduleNote(view, detail)),
    ],
  };
  if (!canStart(view)) return { ...sheet, parts: [...sheet.parts, note(briefOutcome(view))] };
  const how = howToStart(view);
  return { ...sheet, how, parts: [...sheet.parts, text(interviewNote(view)), text(how), ...buttons(view)] };
}
