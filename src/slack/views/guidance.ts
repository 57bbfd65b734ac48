/** A guidance request: the agent's words, the options it gave, and once answered who, what and when. */
import type { GuidanceView } from '../../run/views.js';
import { quote } from '../escape.js';
import {
  asked,
  askedAt,
  askedContext,
  guidanceHead,
  guidanceOutcome,
  howToGuide,
  isAsking,
} from '../messages/guidance.js';
import type { Detail } from '../messages/words.js';
import { buttons } from './buttons.js';
import { note, type Part, type Sheet, text } from './layout.js';
import { optionList } from './options.js';

export function guidanceSheet(view: GuidanceView, detail: Detail): Sheet {
  const { request } = view;
  const lead = guidanceHead(view);
  const question: Part[] = [
    text(lead, asked(request, detail)),
    text(askedContext(request, detail)),
    text(optionList(request.options, detail)),
  ];
  if (!isAsking(view)) {
    const answer = request.answer ? quote(request.answer.text, detail.text) : undefined;
    return { lead, parts: [...question, text(guidanceOutcome(view), answer)] };
  }
  const how = howToGuide(request);
  return {
    lead,
    how,
    parts: [...question, ...buttons(view), note(how, askedAt(request))],
  };
}
