/** Everything that Slack ever showed of a run is pressed again, at once: after the run went on, and after its end. */
import type { Message } from '../../../src/playground/server/facts.js';
import type { Random } from '../../crash/random.js';
import { type Arrived, picture, until } from '../../slack/table/world.js';
import type { Scene } from './scene.js';

/** `View log` and `View diff` move nothing and work on old cards too. */
const HARMLESS = /^(?:view_log|view_diff|open_link)/;
const ANSWERED = /^(?:Nothing was changed|Too late|There is no (?:log|change))/;

export async function oldCards(scene: Scene, random: Random): Promise<{ presses: number; faults: string[] }> {
  const { world, people } = scene;
  const { rig } = world;
  const run = await scene.arrives('intake, the brief is complete');
  const seen: Message[] = [];
  const look = () => seen.push(...Object.values(shownOf(scene, run)).map((one) => rig.slack.snapshot(one)));
  look();
  for (const step of PATHS[random.between(0, PATHS.length - 1)]!) {
    await does(scene, run, step);
    look();
  }
  const now = new Set(
    Object.values(shownOf(scene, run)).flatMap((one) => rig.slack.buttons(one).map(({ value }) => value)),
  );
  const faults: string[] = [];
  const olds = distinct(seen.flatMap((on) => rig.slack.buttons(on).map((button) => ({ on, button })))).filter(
    ({ button }) => !HARMLESS.test(button.action_id) && !now.has(button.value),
  );
  const quiet = async () => until(async () => (await rig.bot.unit.read.newInbox(1)).length === 0);
  await quiet();
  const before = JSON.stringify(await picture(world, run));
  for (let at = 0; at < olds.length; at += people.length) {
    const clicks = olds
      .slice(at, at + people.length)
      .map((old, k) => ({ ...old, person: people[k]!, told: people[k]!.ephemerals().length }));
    await Promise.all(
      clicks.map(({ person, on, button }) =>
        person.presses({ action_id: button.action_id, value: button.value ?? '' }, { on }),
      ),
    );
    for (const { person, button, told } of clicks) {
      const texts = () =>
        person
          .ephemerals()
          .slice(told)
          .map((one) => rig.slack.visibleText(one));
      await rig.slack
        .waitFor(() => texts().some((text) => ANSWERED.test(text)), 'an answer', 3_000)
        .catch(() => faults.push(`${button.label} was not answered: ${texts()}`));
      if (person.openView()) faults.push(`${button.label} opened a form`);
    }
  }
  await quiet();
  const after = JSON.stringify(await picture(world, run));
  if (after !== before) faults.push('a press on an old card changed the run');
  return {
    presses: olds.length,
    faults: [...faults.map((one) => `old cards (${run.ticket}): ${one}`), ...scene.defects()],
  };
}

/** Gestures by command or button, and what the stages would have told. */
type Step = string | { type: string; [more: string]: unknown };
const AWAY: Step[] = [{ type: 'processes_ended' }, { type: 'workspace_removed' }];
const PATHS: Step[][] = [
  ['Start run', 'pause', 'resume', 'stop', 'restart', 'stop', 'Discard', ...AWAY],
  ['Start run', 'stop', 'resume', 'pause', 'stop', 'restart'],
  ['Start run', 'stop', 'restart', 'pause', 'resume'],
  ['Cancel'],
];

async function does({ world: { rig }, people }: Scene, run: Arrived, step: Step): Promise<void> {
  const { version, snapshot } = await run.stored();
  if (typeof step !== 'string')
    await rig.bot.door.deliver(
      run.id,
      { ...step, step: snapshot.context.step, at: new Date().toISOString() } as never,
      `${run.id}/${version}`,
    );
  else if (/^[a-z]/.test(step)) await people[0]!.types(`/metawsm ${step} ${run.id}`, { in: rig.dev });
  else
    await people[0]!.presses(step, {
      on: Object.values(shownOf({ world: { rig } } as Scene, run)).find((one) =>
        rig.slack.buttons(one).some(({ label }) => label === step),
      )!,
    });
  await drawn(rig, run);
}

/** Slack shows the run as it is: nothing is left to be posted or edited. */
async function drawn(rig: Scene['world']['rig'], run: Arrived): Promise<void> {
  const { read } = rig.bot.unit;
  await until(async () => {
    const open = await Promise.all(
      (['posts', 'edits'] as const).map((lane) => read.openEffects(run.id, lane)),
    );
    return open.every((rows) => rows.length === 0);
  });
}

const shownOf = ({ world: { rig } }: Scene, run: Arrived): Message[] =>
  [run.card, ...rig.slack.thread(run.card)].filter((one) => one.user === rig.slack.bot.userId);

function distinct<T extends { button: { value?: string; action_id: string } }>(all: T[]): T[] {
  return [...new Map(all.map((one) => [`${one.button.action_id} ${one.button.value}`, one])).values()];
}
