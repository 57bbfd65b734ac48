/** The shape of rich_text, which blocks and table cells share. */
import { LIMITS } from './limits.js';
import {
  anything,
  array,
  boolean,
  byType,
  type Check,
  type Fields,
  integer,
  object,
  oneOf,
  string,
} from './shape.js';

const type: Fields = { type: anything };
const named: Fields = { block_id: string(1, LIMITS.id) };
const url = string(1, LIMITS.url);
const styled: Fields = { style: anything };
const richElement: Check = byType({
  text: object({ ...type, text: string(1, 40_000) }, styled),
  link: object({ ...type, url }, { ...styled, text: string(0, 40_000), unsafe: boolean }),
  user: object({ ...type, user_id: string(1, LIMITS.id) }, styled),
  channel: object({ ...type, channel_id: string(1, LIMITS.id) }, styled),
  usergroup: object({ ...type, usergroup_id: string(1, LIMITS.id) }, styled),
  team: object({ ...type, team_id: string(1, LIMITS.id) }, styled),
  emoji: object(
    { ...type, name: string(1, 100) },
    { ...styled, unicode: anything, url, skin_tone: anything },
  ),
  broadcast: object({ ...type, range: oneOf('here', 'channel', 'everyone') }, styled),
  color: object({ ...type, value: string(1, 20) }, styled),
  date: object(
    { ...type, timestamp: integer(0, 9_999_999_999), format: string(1, 200) },
    { ...styled, url, fallback: string(0, 200) },
  ),
});
const richSection = object({ ...type, elements: array(0, 10_000, richElement) });
const border: Fields = { border: oneOf(0, 1) };
export const richText = object(
  {
    ...type,
    elements: array(
      1,
      10_000,
      byType({
        rich_text_section: richSection,
        rich_text_list: object(
          { ...type, elements: array(1, 10_000, richSection), style: oneOf('bullet', 'ordered') },
          { ...border, indent: integer(0, 8), offset: integer(0, 100_000) },
        ),
        rich_text_preformatted: object(
          { ...type, elements: array(0, 10_000, richElement) },
          { ...border, language: string(1, 100) },
        ),
        rich_text_quote: object({ ...type, elements: array(0, 10_000, richElement) }, border),
      }),
    ),
  },
  named,
);
