/** Whether somebody heard of the bot: in an acknowledgement, in private, in a form or in a home. */
import type { Rig } from '../../slack/rig.js';

const WAYS = ['chat.postEphemeral', 'views.open', 'views.publish', 'response_url'];
const PATIENCE_MS = 3_000;

export async function isToldSince({ slack }: Rig, mark: number): Promise<boolean> {
  const heard = () => slack.calls.slice(mark).some(({ method }) => WAYS.includes(method));
  const end = Date.now() + PATIENCE_MS;
  while (!heard() && Date.now() < end) await new Promise((go) => setTimeout(go, 5));
  return heard();
}
