/** After a gesture that the run takes. */
import type { Message } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import type { PersonEventType } from '../../../src/run/events.js';
import { outcomeOf } from '../../run/table/generate.js';
import type { SampleName } from '../../run/table/samples.js';
import { type Arrived, until, type World } from './world.js';

/** What is for the agent or for one person alone. */
const UNNAMED: readonly PersonEventType[] = ['tell', 'show_log', 'show_diff'];

/** The run is where the machine's table says, and its thread names the person; a note is for the agent alone. */
export async function hasMoved(
  { rig: { slack } }: World,
  run: Arrived,
  [name, type, person]: [SampleName, PersonEventType, Person],
): Promise<void> {
  const { status } = outcomeOf(name, type);
  await until(async () => {
    const stored = await run.stored();
    return stored.version > 1 && stored.status === status;
  });
  if (UNNAMED.includes(type)) return;
  const names = (message: Message) => slack.visibleText(message).includes(`@${person.name}`);
  await slack.waitFor(
    () => slack.thread(run.card).some((one) => one.user === slack.bot.userId && names(one)),
    `${person.name} to be named after ${type}`,
  );
}
