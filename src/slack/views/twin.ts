/** The buttons below "this ticket has an active run", and how to read them back. */
import type { ActionsBlock, Button } from '@slack/types';
import { FIELDS, type Field } from '../../run/context.js';
import type { Origin } from '../../run/origin.js';
import type { NewRunWish } from '../../run/wish.js';
import { LIMITS } from '../limits.js';
import { TWIN_LABELS } from '../messages/twin.js';
import { plain } from './buttons.js';

/** What a command or form asked for; who and when come with the click, and where unless the form has said it. */
export interface Wish
  extends Pick<NewRunWish, 'ticket' | 'repos' | 'agent' | 'fields' | 'source' | 'drafted' | 'ticketSource'> {
  channel?: string;
  /** The active run of the ticket that the person was told of. */
  besides?: string;
  /** Message from which the run is started, by the root of its thread. */
  origin?: Omit<Origin, 'site'>;
}

export const TWIN_IDS = { open: 'open_run', anyway: 'start_anyway', cancel: 'start_not' } as const;

/** Undefined where the wish is too long for a button. */
export function twinButtons(wish: Wish, link: string | undefined): ActionsBlock | undefined {
  const value = JSON.stringify(wish);
  if (value.length > LIMITS.button.value) return undefined;
  const open: Button[] = link ? [{ ...button('open'), url: link }] : [];
  return { type: 'actions', elements: [...open, { ...button('anyway'), value }, button('cancel')] };
}

const button = (which: keyof typeof TWIN_IDS): Button => ({
  type: 'button',
  action_id: TWIN_IDS[which],
  text: plain(TWIN_LABELS[which], LIMITS.button.text),
});

/** Undefined when it is none, or was tampered with. What it names is checked again by the command. */
export function readWish(value: string | undefined): Wish | undefined {
  try {
    const wish = JSON.parse(value ?? '') as Partial<Wish>;
    const { ticket, repos, agent, fields } = wish;
    if (typeof ticket !== 'string' || typeof agent !== 'string' || !Array.isArray(repos)) return undefined;
    return { ticket, repos: repos.map(repoIn), agent, fields: fieldsIn(fields), ...formIn(wish) };
  } catch {
    return undefined;
  }
}

const formIn = ({
  source,
  channel,
  origin,
  drafted,
  ticketSource,
  besides,
}: Partial<Wish>): Pick<Wish, 'source' | 'channel' | 'besides' | 'origin' | 'drafted' | 'ticketSource'> => ({
  ...(source === 'form' ? { source } : {}),
  ...(typeof channel === 'string' ? { channel } : {}),
  ...(typeof besides === 'string' ? { besides } : {}),
  ...(typeof origin?.channel === 'string' && typeof origin.ts === 'string'
    ? { origin: originIn(origin) }
    : {}),
  ...(Array.isArray(drafted) ? { drafted: FIELDS.filter((field) => drafted.includes(field)) } : {}),
  ...(typeof ticketSource?.address === 'string' ? { ticketSource } : {}),
});

const originIn = ({ channel, ts, message }: NonNullable<Wish['origin']>): NonNullable<Wish['origin']> =>
  typeof message === 'string' ? { channel, ts, message } : { channel, ts };

const repoIn = ({ name, base }: Wish['repos'][number]): Wish['repos'][number] =>
  typeof base === 'string' ? { name: String(name), base } : { name: String(name) };

const fieldsIn = (fields: Wish['fields'] = {}): Partial<Record<Field, string>> =>
  Object.fromEntries(FIELDS.flatMap((field) => (fields[field] ? [[field, String(fields[field])]] : [])));
