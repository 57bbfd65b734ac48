/** Several people begin a run of one ticket in the same instant, and one of them presses `Start anyway` twice. */
import type { Random } from '../../crash/random.js';
import { until } from '../../slack/table/world.js';
import type { Scene } from './scene.js';

let count = 0;

export async function beginnings(
  { world: { rig }, people, defects }: Scene,
  random: Random,
): Promise<{ presses: number; faults: string[] }> {
  const ticket = `NEW-${++count}`;
  const crowd = people.slice(0, random.pick({ two: 2, ten: 1 }) === 'two' ? 2 : 10);
  const faults: string[] = [];
  const runs = async () => (await rig.bot.look.list({ ticket, all: true, limit: 20, offset: 0 })).runs.length;
  const line = `/metawsm bootstrap ${ticket} --repos api --goal "Greet people"`;
  const said = await Promise.all(crowd.map((one) => one.types(line, { in: rig.dev })));
  if ((await runs()) !== 1)
    faults.push(`${crowd.length} people began ${ticket} at once: ${await runs()} runs`);
  const asked = crowd.filter((_, at) => /already has an active run/.test(said[at]!));
  if (asked.length !== crowd.length - 1)
    faults.push(
      `${ticket}: ${asked.length} of ${crowd.length - 1} were asked whether they mean the other run: ${said}`,
    );
  const before = await runs();
  const notes = asked.map((one) => ({ one, note: one.ephemerals().at(-1)! }));
  const [first] = notes;
  const clicks = [...notes, ...(first ? [first] : [])].map(({ one, note }) => {
    const on = rig.slack.snapshot(note);
    return () => one.presses('Start anyway', { on });
  });
  await Promise.all(clicks.map((click) => click()));
  await until(async () => (await rig.bot.unit.read.newInbox(1)).length === 0);
  if (clicks.length > 0 && (await runs()) !== before + 1)
    faults.push(
      `${ticket}: ${clicks.length} presses on Start anyway at once: ${(await runs()) - before} runs`,
    );
  return { presses: crowd.length + clicks.length, faults: [...faults, ...defects()] };
}
