/** A person who wants a run done, and presses whatever is offered until it is merged and closed. */
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SlackClientError } from '../../../src/playground/server/client-error.js';
import type { Message } from '../../../src/playground/server/facts.js';
import type { World } from '../../journeys/world.js';

/** Of a world in which she can have it. */
export const GREETER = {
  repos: { api: { 'check.sh': 'test -s "$METAWSM_TICKET.txt"\n' } },
  agent: [resolve('test/hostile/faults/agent.sh')],
  checks: { api: ['sh check.sh'] },
};

const WISH = '--goal "Greet people" --scope greeting.txt --constraints none --done "it greets"';
const WAYS = ['Start run', 'Moin', 'Merge & close', 'Retry', 'Restart', 'Resume'];
const PATIENCE_MS = 60_000;

/** `before` is told each label in front of its press. Rejects where it does not go on, or was not merged. */
export async function carryThrough(
  world: World,
  ticket: string,
  before: (label: string) => void = () => undefined,
): Promise<void> {
  const { ana, dev, slack, repos } = world;
  const merged = repos.api!.log().length;
  const types = () => ana.types(`/metawsm bootstrap ${ticket} --repos api ${WISH}`, { in: dev });
  // Slack says it where nobody is connected at that moment; who reads that types it again.
  await types().catch(() => slack.connected(1, PATIENCE_MS).then(types));
  const card = await slack.message(dev, (one) => !one.thread_ts && slack.visibleText(one).includes(ticket), {
    from: 'bot',
  });
  const isOver = () => /[Mm]erged and closed|Closed[;. ]/.test(slack.visibleText(slack.snapshot(card)));
  const until = performance.now() + PATIENCE_MS;
  while (!isOver()) {
    if (performance.now() > until)
      throw new Error(`it does not go on: ${slack.transcript(dev).slice(-1_500).replaceAll('\n', ' | ')}`);
    const offered = WAYS.flatMap((label) => withButton(world, card, label).map((on) => ({ label, on })))[0];
    if (offered) {
      before(offered.label);
      await press(world, offered.label, offered.on);
    }
    await pause(100);
  }
  if (repos.api!.log().length === merged) throw new Error('nothing was merged');
}

/** Slack says it where the bot could not store the press; who reads that presses again. */
async function press({ ana, slack }: World, label: string, on: Message): Promise<void> {
  await ana.presses(label, { on: slack.snapshot(on) }).catch((error: unknown) => {
    if (!(error instanceof SlackClientError)) throw error;
  });
}

const withButton = ({ slack }: World, card: Message, label: string): Message[] =>
  [card, ...slack.thread(card)]
    .map((one) => slack.snapshot(one))
    .filter((one) => slack.buttons(one).some((button) => button.label === label))
    .slice(-1);
