/** Ten people speak to a run that is over, or about to be: by command, by verb and by reply. Nothing changes. */
import type { Random } from '../../crash/random.js';
import { situations, WORKS } from '../../run/table/truth.js';
import { COMMANDS, commandLine, threadLine } from '../../slack/table/ways.js';
import { picture, until } from '../../slack/table/world.js';
import type { Came, Scene } from './scene.js';

const ENDED = situations(['closing', 'closed']);
const ANSWERED = /^(?:Nothing was changed|Too late|Nothing waits|There is no (?:log|change))/;

export async function afterEnd({ world, people, arrives, defects }: Scene, random: Random): Promise<Came> {
  const { rig } = world;
  const name = ENDED[random.between(0, ENDED.length - 1)]!;
  const run = await arrives(name);
  const late = COMMANDS.filter(({ type }) => !situations(WORKS[type]).includes(name));
  const before = JSON.stringify(await picture(world, run));
  const acts = people.map((one, at) => {
    const { name: verb } = late[random.between(0, late.length - 1)]!;
    const told = one.ephemerals().length;
    const go = () =>
      at % 2 === 0
        ? one.types(commandLine(verb, run.id), { in: rig.dev })
        : one.says(threadLine(verb), { in: rig.dev, thread: run.card });
    return { one, verb, told, go };
  });
  await Promise.all([
    ...acts.map(({ go }) => go()),
    people[0]!.says('sounds good', { in: rig.dev, thread: run.card }),
  ]);
  await rig.slack.settled();
  await until(async () => (await rig.bot.unit.read.newInbox(1)).length === 0);
  const faults: string[] = [];
  for (const { one, verb, told } of acts) {
    const texts = () =>
      one
        .ephemerals()
        .slice(told)
        .map((note) => rig.slack.visibleText(note));
    await rig.slack
      .waitFor(() => texts().some((text) => ANSWERED.test(text)), 'an answer', 3_000)
      .catch(() => faults.push(`${verb} was not answered: ${texts()}`));
  }
  if (JSON.stringify(await picture(world, run)) !== before) faults.push('the run has changed');
  return {
    presses: people.length + 1,
    faults: [...faults.map((one) => `${name} (${run.ticket}): ${one}`), ...defects()],
  };
}
