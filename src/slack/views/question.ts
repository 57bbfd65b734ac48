/** An intake question. */
import type { QuestionView } from '../../run/views.js';
import { quote } from '../escape.js';
import {
  asking,
  howToAnswer,
  isOpen,
  outcomeOf,
  questionHead,
  soFar,
  tookToo,
} from '../messages/question.js';
import type { Detail } from '../messages/words.js';
import { buttons } from './buttons.js';
import { note, type Part, type Sheet, text } from './layout.js';
import { optionList } from './options.js';

export function questionSheet(view: QuestionView, detail: Detail): Sheet {
  const { question } = view;
  const lead = questionHead(view);
  const head: Part[] = [text(lead, tookToo(question), asking(question))];
  if (!isOpen(view)) {
    const answer = question.answer ? quote(question.answer.text, detail.text) : undefined;
    return { lead, parts: [...head, text(outcomeOf(view), answer)] };
  }
  const how = howToAnswer(view);
  return {
    lead,
    how,
    parts: [
      ...head,
      text(soFar(question, detail)),
      text(
        optionList(
          question.suggestions.map((one) => one.text),
          detail,
        ),
      ),
      ...buttons(view),
      note(how),
    ],
  };
}
