/** What an agent asks: its words, what it wants to do, options or fields, and once settled who decided what and when. */
import type { GuidanceRequest } from '../../run/guidance-request.js';
import type { GuidanceView } from '../../run/views.js';
import type { Mrkdwn } from '../escape.js';
import { LIMITS } from '../limits.js';
import { questions } from '../messages/asked-form.js';
import {
  asked,
  askedAt,
  askedContext,
  guidanceHead,
  guidanceOutcome,
  howToGuide,
  isAsking,
  whereTo,
} from '../messages/guidance.js';
import { matters } from '../messages/permission.js';
import type { Detail } from '../messages/words.js';
import { buttons } from './buttons.js';
import { note, type Part, type Sheet, text } from './layout.js';
import { optionList } from './options.js';

export function guidanceSheet(view: GuidanceView, detail: Detail): Sheet {
  const { request } = view;
  const lead = guidanceHead(view);
  const body: Part[] = [
    text(lead, asked(request, detail)),
    ...matterParts(request, detail),
    text(askedContext(request, detail)),
    text(options(request, detail)),
  ];
  if (!isAsking(view)) return { lead, parts: [...body, text(guidanceOutcome(view, detail))] };
  const how = howToGuide(view);
  return { lead, how, parts: [...body, ...buttons(view), note(how, askedAt(request))] };
}

/** Whole; a permission's are its buttons, and so are the short ones of a link. */
function options({ kind, options: all }: GuidanceRequest, detail: Detail): Mrkdwn | undefined {
  const isSeen = kind === 'link' && all.every((one) => one.length <= LIMITS.button.text);
  return kind === 'permission' || (isSeen && all.length <= LIMITS.optionButtons)
    ? undefined
    : optionList(all, detail);
}

/** A block of code stands alone, since a paragraph may be cut in two. */
function matterParts(request: GuidanceRequest, detail: Detail): Part[] {
  const { permission, fields } = request;
  return [
    ...(permission ? matters(permission, detail).map((piece) => text(piece)) : []),
    ...(fields ? [text(questions(fields, detail))] : []),
    ...whereTo(request).map((piece) => text(piece)),
  ];
}
