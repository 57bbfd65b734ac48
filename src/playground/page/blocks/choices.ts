/** What a select offers. */
import type { ChannelPiece, Pieces, UserPiece } from '../../scene/scene.js';
import { type Json, list, record, records, text } from '../../server/json.js';
import { words } from './plain-text.js';

export interface Choice {
  value: string;
  label: string;
  /** Small, beside the label. */
  detail?: string;
  group?: string;
}

/** Undefined for a select whose options the app would have to be asked for. */
export function choicesOf(element: Json, pieces: Pieces): Choice[] | undefined {
  const type = text(element.type).replace(/^multi_/, '');
  switch (type) {
    case 'static_select':
      return [
        ...records(element.options).map((option) => choice(option)),
        ...records(element.option_groups).flatMap((group) =>
          records(group.options).map((option) => choice(option, words(group.label))),
        ),
      ];
    case 'users_select':
      return all(pieces, 'user').map(person);
    case 'channels_select':
      return channels(pieces, (channel) => channel.kind === 'public');
    case 'conversations_select':
      return channels(pieces, offeredBy(record(element.filter)));
    default:
      return undefined;
  }
}

function choice(option: Json, group?: string): Choice {
  const detail = words(option.description);
  return {
    value: text(option.value),
    label: words(option.text),
    ...(detail && { detail }),
    ...(group && { group }),
  };
}

const person = ({ id, name, realName, isBot }: UserPiece): Choice => ({
  value: id,
  label: realName || name,
  detail: isBot ? `@${name} · app` : `@${name}`,
});

function channels(pieces: Pieces, isOffered: (channel: ChannelPiece) => boolean): Choice[] {
  return all(pieces, 'channel')
    .filter((channel) => !channel.archived && isOffered(channel))
    .map(({ id, name, kind }) => ({ value: id, label: SIGNS[kind] + name }));
}

const SIGNS: Record<ChannelPiece['kind'], string> = { public: '# ', private: '🔒 ', im: '@', mpim: '' };

function offeredBy(filter: Json): (channel: ChannelPiece) => boolean {
  const include = list(filter.include);
  return ({ kind, shared }) =>
    (include.length === 0 || include.includes(kind)) &&
    !(shared && filter.exclude_external_shared_channels === true);
}

const all = <Is extends 'user' | 'channel'>(pieces: Pieces, is: Is): Extract<Pieces[string], { is: Is }>[] =>
  Object.values(pieces).filter((piece): piece is Extract<Pieces[string], { is: Is }> => piece.is === is);

/** Those whose label or detail has every word of the query. */
export function matching(choices: Choice[], query: string): Choice[] {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ label, detail = '' }) => {
    const own = `${label} ${detail}`.toLocaleLowerCase();
    return wanted.every((word) => own.includes(word));
  });
}
