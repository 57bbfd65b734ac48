/** `.ttmp.yaml`: where the documents are, and what new ones begin with. Pure. */
import { parse } from 'yaml';
import { isTooDeep } from '../../shell/yaml-depth.js';
import { TicketFault } from './options.js';

export interface Settings {
  /** As it stands there. */
  root?: string;
  vocabulary?: string;
  owners: string[];
  intent?: string;
}

/** Throws `TicketFault` where the file cannot be read. */
export function settingsIn(text: string): Settings {
  const { root, vocabulary, defaults } = mapIn(text, '.ttmp.yaml') as Record<string, unknown>;
  const { owners, intent } = (isMap(defaults) ? defaults : {}) as { owners?: unknown; intent?: unknown };
  return {
    owners: Array.isArray(owners) ? owners.map(String) : [],
    ...(isText(root) ? { root } : {}),
    ...(isText(vocabulary) ? { vocabulary } : {}),
    ...(isText(intent) ? { intent } : {}),
  };
}

/** The topics that a `vocabulary.yaml` knows; none where it cannot be read, since it only ever warns. */
export function topicsIn(text: string): string[] {
  try {
    const { topics } = mapIn(text, 'vocabulary.yaml') as { topics?: unknown };
    const slugs = (Array.isArray(topics) ? topics : []).map((one) => (isMap(one) ? one.slug : undefined));
    return slugs.filter(isText);
  } catch {
    return [];
  }
}

/** A longer one is not decoded: the time that takes grows with the square of its length. */
const LONGEST = 64 * 1024;

function mapIn(text: string, name: string): object {
  if (text.length > LONGEST) throw new TicketFault(`${name} is longer than 64 KB`);
  if (isTooDeep(text)) throw new TicketFault(`${name} has too many levels`);
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: 'error' });
    return isMap(value) ? value : {};
  } catch (error) {
    throw new TicketFault(`${name} cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
