/** The ways in which somebody can do something to a run: made ready one after another, then done at the same moment. */
import type { Message, View } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import type { PersonEventType } from '../../../src/run/events.js';
import type { Action } from '../../../src/run/views.js';
import { BOXES_LABEL } from '../../../src/slack/messages/labels.js';
import { MENU } from '../../../src/slack/views/press.js';
import { BUTTON_GESTURES, COMMANDS, commandLine, idIn, inputs, threadLine } from '../../slack/table/ways.js';
import type { Arrived } from '../../slack/table/world.js';
import type { Scene } from './scene.js';

/** One way, for one person: what it is called, what has to stand ready, and the deed. */
export interface Way {
  name: string;
  type: PersonEventType;
  ready(person: Person): Promise<() => Promise<unknown>>;
}

/** Every way to do one of `types` to the run, as it stands. */
export async function waysTo(scene: Scene, run: Arrived, types: readonly PersonEventType[]): Promise<Way[]> {
  const { rig } = scene.world;
  const { views, status } = (await rig.bot.look.find(run.id))!;
  const ways: Way[] = [];
  for (const { ref, actions } of views.values())
    for (const action of actions) {
      const { type, form } = BUTTON_GESTURES[action.do];
      if (!types.includes(type) || action.do === 'open_link') continue;
      const on = run.message(ref);
      const pressed = { action_id: idIn(actions, action) };
      const button: Way = {
        name: `the button ${action.do} of ${ref}`,
        type,
        ready: presses(scene, on, action, pressed),
      };
      ways.push(
        form ? { ...button, name: `the form ${action.do} of ${ref}`, ready: submits(scene, button) } : button,
      );
      if (!form && action.do !== 'choose')
        ways.push({
          name: `the button ${action.do} in the App Home`,
          type,
          ready: pressesAtHome(scene, run, pressed),
        });
    }
  const isForm = [...views.values()].some(({ actions }) => actions.some((one) => one.do === 'fill_in'));
  const takesWords = !(isForm && status !== 'intake');
  for (const { name, type } of COMMANDS) {
    if (!types.includes(type) || (type === 'answer' && !takesWords)) continue;
    const { dev } = rig;
    ways.push({
      name: `/metawsm ${name}`,
      type,
      ready: async (one) => () => one.types(commandLine(name, run.id), { in: dev }),
    });
    const says = (words: string) => async (one: Person) => () =>
      one.says(words, { in: dev, thread: run.card });
    ways.push({ name: `@metawsm ${name} in the thread`, type, ready: says(threadLine(name)) });
  }
  const reply = (type: PersonEventType, words: string): Way => ({
    name: `the reply "${words}"`,
    type,
    ready: async (one) => () => one.says(words, { in: rig.dev, thread: run.card }),
  });
  if (types.includes('answer') && takesWords) ways.push(reply('answer', 'src/greet.ts'));
  if (types.includes('stop')) ways.push(reply('stop', 'stop'));
  return ways;
}

type Pressed = { action_id: string };

/** As it stands on the person's screen at this moment. */
const presses =
  ({ world: { rig } }: Scene, on: Message, action: Action, pressed: Pressed): Way['ready'] =>
  async (person) => {
    if (action.do === 'choose') await person.fills(on, { [BOXES_LABEL]: ['A', 'C'] });
    const seen = action.do === 'choose' ? on : rig.slack.snapshot(on);
    return () => person.presses(pressed, { on: seen });
  };

/** Opened and filled in, but not sent. */
const submits =
  (scene: Scene, { ready, name }: Way): Way['ready'] =>
  async (person) => {
    const { slack } = scene.world.rig;
    await (await ready(person))();
    const view: View = await person.view();
    const button = name.split(' ')[2] as Action['do'];
    await person.fills(view, inputs(button, slack.visibleText(view), person.id));
    return () => person.submits(view);
  };

/** Where the home of the person shows the button, or has it in the menu of a card; else the person is not in this contest. */
const pressesAtHome =
  ({ world: { rig } }: Scene, run: Arrived, { action_id }: Pressed): Way['ready'] =>
  async (person) => {
    await person.opensHome();
    const view = await person.home(new RegExp(`${run.ticket}\\b`), 2_000).catch(() => undefined);
    if (!view) throw new NotThere();
    const found = rig.slack
      .buttons(view)
      .find((one) => one.action_id === action_id && (one.value ?? '').includes(`"${run.id}"`));
    if (found) return () => person.presses({ action_id, value: found.value ?? '' }, { on: view });
    const menu = (view.blocks as Menu[]).find(
      ({ block_id = '', accessory }) =>
        block_id.includes(`|${run.id}|`) && accessory?.options?.some(({ value }) => value === action_id),
    );
    if (!menu?.block_id) throw new NotThere();
    const at = { block_id: menu.block_id, action_id: MENU };
    return () => person.chooses([action_id], { on: view, at });
  };

interface Menu {
  block_id?: string;
  accessory?: { options?: { value: string }[] };
}

/** The way is not open to this person. */
export class NotThere extends Error {}
