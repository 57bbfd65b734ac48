/** Ten people reply to one question in the same instant: one answers it, nobody answers the next one unseen. */
import type { Random } from '../../crash/random.js';
import { until } from '../../slack/table/world.js';
import type { Scene } from './scene.js';

const ASKING = ['intake, asking', 'awaiting_guidance, the agent lives'] as const;

export async function replies(
  { world: { rig }, people, arrives, defects }: Scene,
  random: Random,
): Promise<{ presses: number; faults: string[] }> {
  const run = await arrives(random.chance(0.7) ? ASKING[0] : ASKING[1]);
  const byCommand = random.chance(0.3);
  const crowd = people.map((one) => ({ one, told: one.ephemerals().length }));
  const said = await Promise.all(
    people.map((one, at) =>
      byCommand && at % 2 === 0
        ? one.types(`/metawsm guide ${run.id} src/greet${at}.ts`, { in: rig.dev }).then(() => undefined)
        : one.says(`src/greet${at}.ts`, { in: rig.dev, thread: run.card }),
    ),
  );
  await rig.slack.settled();
  await until(async () => (await rig.bot.unit.read.newInbox(1)).length === 0);
  const { questions, guidance } = (await run.stored()).snapshot.context;
  const answered = [...questions, ...guidance].filter(({ answer }) => answer);
  const faults: string[] = [];
  if (answered.length !== 1) faults.push(`${answered.length} questions were answered by replies to one`);
  const by = answered[0]?.answer?.decision.by;
  const winner = people.find(({ id }) => id === by)?.name;
  for (const { one, told } of crowd)
    if (one.id !== by)
      await rig.slack
        .waitFor(
          () =>
            one
              .ephemerals()
              .slice(told)
              .some((note) => rig.slack.visibleText(note).includes(`answered by @${winner} · `)),
          'who answered',
          3_000,
        )
        .catch(() =>
          faults.push(
            `${one.name} is not told that ${winner} answered first: ${one
              .ephemerals()
              .slice(told)
              .map((note) => rig.slack.visibleText(note))}`,
          ),
        );
  const marked = said.filter((one) => one?.reactions?.length).length;
  if (marked > 1) faults.push(`${marked} replies are marked as taken`);
  return {
    presses: people.length,
    faults: [...faults.map((one) => `ten replies at once (${run.ticket}): ${one}`), ...defects()],
  };
}
