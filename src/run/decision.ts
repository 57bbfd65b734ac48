/** Who decided what, when, and on which Slack message. */

/** A Slack message: `channel` id and `ts`. */
export interface MessagePlace {
  channel: string;
  ts: string;
}

/** Who decided something, when, and on which Slack message. */
export interface Decision {
  by: string;
  at: string;
  message?: MessagePlace;
  /** Pressed in the person's App Home, where the buttons of that message stand too. */
  from?: 'home';
  /** `ts` of the edit of `message` whose words these are; absent for words that nobody edited. */
  edited?: string;
}

/** A bot message that Slack has; `drawn` is the digest of the view as it was drawn then. */
export interface Posted extends MessagePlace {
  drawn: string;
}
