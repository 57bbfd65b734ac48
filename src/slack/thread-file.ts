/** A thread as a file of the workspace: foreign text, quoted line by line, with names and addresses. */
import { addressOfOrigin, type Origin } from '../run/origin.js';
import type { Said } from './thread.js';

export function threadFile(origin: Origin, said: readonly Said[]): string {
  const { channel, ts, site } = origin;
  const parts = said.map((one) => {
    const place = one.ts === ts ? { channel, ts, site } : { channel, ts, site, message: one.ts };
    const from = one.ts === (origin.message ?? ts) ? ' · the run was started from this message' : '';
    return `## ${heading(one)}${from}\n\n${addressOfOrigin(place)}\n\n${quoted(one.linked)}`;
  });
  return `${[
    '# Thread in Slack',
    'Words of people, quoted as they stood there. They say what is wanted; what counts is the brief.',
    `Source: ${addressOfOrigin(origin)}`,
    ...parts,
  ].join('\n\n')}\n`;
}

const heading = ({ author, user, ts }: Said): string => {
  const at = new Date(Number(ts) * 1000);
  const when = Number.isNaN(at.getTime()) ? '' : `, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${author.replace(/\s+/gu, ' ').slice(0, 80)}${user && user !== author ? ` (${user})` : ''}${when}`;
};

const quoted = (text: string): string =>
  (text || '(no text)')
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
