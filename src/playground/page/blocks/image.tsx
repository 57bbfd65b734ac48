/** Pictures. What cannot be loaded shows its words. */
import { isRecord, type Json, record, text } from '../../server/json.js';
import { words } from './plain-text.js';

export function ImageElement({ image }: { image: Json }) {
  const address = text(image.image_url) || text(record(image.slack_file).url);
  return (
    <img className="image__small" src={address} alt={text(image.alt_text)} referrerPolicy="no-referrer" />
  );
}

export function ImageBlock({ block }: { block: Json }) {
  const address = text(block.image_url) || text(record(block.slack_file).url);
  return (
    <figure className="image">
      {isRecord(block.title) && <figcaption className="image__title">{words(block.title)}</figcaption>}
      <img className="image__large" src={address} alt={text(block.alt_text)} referrerPolicy="no-referrer" />
    </figure>
  );
}
