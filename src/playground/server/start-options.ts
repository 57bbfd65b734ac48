/** How a Slack-compatible server is started. */
import type { Manifest } from './manifest.js';

export interface StartSlack {
  /** 0: any free port. */
  port?: number;
  botName?: string;
  /** The parsed manifest of the app: scopes, events, commands and shortcuts come from it. */
  manifest?: Manifest;
  /** Granted scopes, instead of the manifest's. */
  scopes?: string[];
  /** How long a command, click or form may stay without an acknowledgement; 3,000. */
  ackTimeoutMs?: number;
  /** How long a trigger can be used; 3,000. */
  triggerLifeMs?: number;
  /** After how long an event without acknowledgement is sent again over a socket; 3,000. */
  redeliverAfterMs?: number;
  /** Delays of the repetitions of an event over HTTP; 0, 1 min, 5 min. */
  httpRetryDelaysMs?: number[];
  /** Slack's rate limits hold (429 with Retry-After); off. */
  rateLimits?: boolean;
  /** After how long an event that nobody acknowledges is given up; 6 min. */
  eventLifeMs?: number;
  /** How far Slack's clock is behind ours: its deliveries then come as if they had been so long on the way. */
  behindMs?: number;
  /** A file that keeps the workspace from one start to the next; read at the start where it is there. */
  file?: string;
}
