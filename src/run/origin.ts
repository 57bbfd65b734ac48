/** The message from which a run was started, where somebody used the shortcut on one. */
export interface Origin {
  channel: string;
  /** Root of the message's thread, or the message itself. */
  ts: string;
  /** The message itself, where it is a reply. */
  message?: string;
  /** Address of the Slack workspace, ends in `/`; the link to the card begins with it. */
  site: string;
}

/** Of the message's page. */
export function addressOfOrigin({ channel, ts, message = ts, site }: Origin): string {
  const address = `${site}archives/${channel}/p${message.replace('.', '')}`;
  return message === ts ? address : `${address}?thread_ts=${ts}&cid=${channel}`;
}
