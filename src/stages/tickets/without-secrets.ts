/**
 * A run without secrets, each text for itself and as it will be shown: in a finished document two texts of an agent could
 * be taken for one secret, with everything between them.
 */
import type { RunContext } from '../../run/context.js';
import { visible } from './markup.js';

type Redact = (text: string) => string;

export function withoutSecrets(run: RunContext, redact: Redact): RunContext {
  const { id, ticket } = run;
  return { ...(copyOf(run, redact) as RunContext), id, ticket };
}

function copyOf(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(visible(redact(value)));
  if (Array.isArray(value)) return value.map((one) => copyOf(one, redact));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyOf(one, redact)]));
}
