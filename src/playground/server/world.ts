/** What the parts of the server share. */
import type { AgentSessions } from './agent-sessions.js';
import type { Reply } from './deliveries.js';
import type { Faults } from './faults.js';
import type { Json } from './json.js';
import type { Grants } from './manifest.js';
import type { Store } from './store.js';
import type { Triggers } from './triggers.js';

export interface World {
  readonly store: Store;
  readonly faults: Faults;
  readonly grants: Grants;
  readonly triggers: Triggers;
  readonly sessions: AgentSessions;
  readonly botToken: string;
  readonly appToken: string;
  /** Of another app in the same workspace, which is told nothing. */
  readonly otherAppToken: string;
  readonly signingSecret: string;
  /** `http://127.0.0.1:N`, without a slash at the end. */
  readonly origin: string;
  /** Makes the address of a new socket for the app of this token; undefined when ten are open. */
  openSocketUrl(appToken: string): string | undefined;
  /** Delivers an event to the bot; does not wait. */
  deliverEvent(event: Json): void;
  /** Delivers a command, click, form or shortcut and answers with what came back. */
  deliverGesture(kind: 'slash_commands' | 'interactive', body: Json): Promise<Reply>;
}
