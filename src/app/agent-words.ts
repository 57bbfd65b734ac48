/** What an agent says of its own work is kept as evidence, so its secrets go before it is stored. */
import type { RunEvent } from '../run/events.js';

/** The same event; its other texts are an agent's questions, which are redacted on their way to people. */
export function withoutSecrets<E extends RunEvent>(event: E, redact: (text: string) => string): E {
  if (event.type === 'completion_claimed') return { ...event, summary: redact(event.summary) };
  if (event.type === 'agent_exited' && event.said !== undefined)
    return { ...event, said: redact(event.said) };
  return event;
}
