/** The message from which a run was started, where somebody used the shortcut on one. */
export interface Origin {
  channel: string;
  /** Root of the message's thread, or the message itself. */
  ts: string;
  /** Address of the Slack workspace, ends in `/`; the link to the card begins with it. */
  site: string;
}
