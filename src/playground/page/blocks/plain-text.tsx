/** Text objects: plain ones as they stand, mrkdwn formatted. */
import { type Json, record, text } from '../../server/json.js';
import { withEmoji } from '../text/emoji.js';
import { decoded } from '../text/sequences.js';
import { SlackText } from '../text/slack-text.js';

/** A plain text object's words, for labels and titles. */
export function words(object: unknown): string {
  const { text: own, emoji } = record(object);
  const shown = decoded(text(own));
  return emoji === false ? shown : withEmoji(shown);
}

export function TextObject({ object }: { object: Json }) {
  if (object.type === 'mrkdwn')
    return <SlackText text={text(object.text)} verbatim={object.verbatim === true} from="object" />;
  return <div className="text text__paragraph">{words(object)}</div>;
}
