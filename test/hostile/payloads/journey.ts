/** A normal journey after the storm, in the same process. */
import type { Rig } from '../../slack/rig.js';

/** What does not work any more. */
export async function journey(rig: Rig): Promise<string[]> {
  const { slack, ben, dev } = rig;
  try {
    const said = await ben.types(
      '/metawsm bootstrap AFTER-1 --repos api --goal "Greet people by name" --scope src/greet.ts --done "`npm test` passes" --constraints none',
      { in: dev },
    );
    if (!/Starting intake/u.test(said)) return [`bootstrap was answered with: ${said}`];
    const card = await slack.message(dev, 'AFTER-1', { from: 'bot' });
    await ben.presses('Start run', { on: await slack.message(dev, /Done criteria/, { thread: card }) });
    await slack.waitFor(() => slack.buttons(card).some(({ label }) => label === 'Pause'), 'a run that works');
    await ben.says('@metawsm tell hurry up', { in: dev, thread: card });
    await slack.settled();
    await rig.bot.connection.inbox.drain();
    const journal = await rig.bot.unit.read.journal((await rig.bot.look.find('AFTER-1'))!.id);
    const told = journal.some(({ event, outcome }) => event.type === 'tell' && outcome === 'applied');
    return told ? [] : ['a note in the thread was not taken'];
  } catch (error) {
    return [String(error).slice(0, 2_000)];
  }
}
