/** How fast metawsm speaks and how patient it is, in milliseconds. The defaults spare Slack. */
export interface Tempo {
  /** Least time between two edits of one message. */
  editIntervalMs?: number;
  pace?: { everyMs?: number; burst?: number };
  /** In doubt whether a post arrived, it is looked for no earlier than this. */
  settle?: { requestTimeoutMs?: number; marginMs?: number };
  /** Least time between two pictures of one person's App Home. */
  homeIntervalMs?: number;
  /** How often undecided deliveries are looked at. */
  inboxSweepMs?: number;
  /** How long an agent that said it is done may take to end by itself. */
  agentEndMs?: number;
  /** How long after the end of a usage limit an agent is wanted again. */
  limitMarginMs?: number;
  /** How long the doctor waits for an event of its own. */
  doctorMs?: number;
  /** How often the progress of a turn is told, at most. */
  progressMs?: number;
  /** How long work under way may take when the bot stops, before it is broken off to be done again. */
  drainMs?: number;
}
