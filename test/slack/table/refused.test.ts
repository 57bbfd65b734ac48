/** In every situation: what comes late or from somebody without the right is answered privately and changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../../src/playground/server/people.js';
import { BOXES_LABEL } from '../../../src/slack/messages/labels.js';
import { actionId } from '../../../src/slack/views/press.js';
import { BUTTONS } from '../../run/table/generate.js';
import { SAMPLE_NAMES, type SampleName } from '../../run/table/samples.js';
import { SHOWN, situations, statusOf, WORKS } from '../../run/table/truth.js';
import {
  BUTTON_GESTURES,
  COMMANDS,
  commandLine,
  idIn,
  inputs,
  oldAction,
  takesWords,
  threadLine,
} from './ways.js';
import { type Arrived, arrives, makeWorld, oldScreen, picture, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.rig.close());

const LATE =
  /^(?:Nothing was changed|Too late|Nothing waits for an answer|There is no (?:log|change)).+\w.+[.`]/s;
const NO_RIGHT = /do not have the right.+Ask an admin|^Nothing waits for an answer/s;

const works = (type: keyof typeof WORKS, name: SampleName) => situations(WORKS[type]).includes(name);
const shown = (button: keyof typeof SHOWN, name: SampleName) => situations(SHOWN[button]).includes(name);

/** Verbs and rights do not depend on the situation: once in every state is enough for them. */
const isFirst = (name: SampleName) => SAMPLE_NAMES.find((one) => statusOf(one) === statusOf(name)) === name;

/** What this person is told from now on. */
function listening({ rig }: World, person: Person) {
  const told = () => person.ephemerals({ in: rig.dev }).map((one) => rig.slack.visibleText(one));
  const before = told().length;
  return (count: number) =>
    rig.slack.waitFor(
      () => (told().length >= before + count ? told().slice(before) : undefined),
      `${count} answers to ${person.name}`,
    );
}

async function pressesOld(run: Arrived, person: Person, button: (typeof BUTTONS)[number]): Promise<string[]> {
  const { rig } = world;
  const { context } = (await run.stored()).snapshot;
  const told = listening(world, person);
  const action = oldAction(button);
  const on = oldScreen(rig, context, run.card, action);
  await person.presses({ action_id: actionId(action) }, { on });
  expect(person.openView()).toBeUndefined();
  return told(1);
}

const FILES: readonly string[] = ['view_log', 'view_diff'];

describe('nothing changes in', () => {
  test.each(SAMPLE_NAMES)('%s', async (name) => {
    const { rig, sam } = world;
    const { dev } = rig;
    const run = await arrives(world, name);
    const before = await picture(world, run);
    for (const { name: command, type } of COMMANDS) {
      const line = commandLine(command, run.id);
      if (isFirst(name))
        expect([line, await sam.types(line, { in: dev })]).toEqual([line, expect.stringMatching(NO_RIGHT)]);
      if (works(type, name) && (type !== 'answer' || takesWords(name))) continue;
      const said = await world.holder(type).types(line, { in: dev });
      expect([line, said]).toEqual([line, expect.stringMatching(LATE)]);
    }
    if (isFirst(name)) await threadVerbs(name, run);
    for (const button of BUTTONS) {
      // A card has no `Stop` before the start, so none can be left over.
      if (button === 'open_link') continue;
      if (shown(button, name) || (button === 'stop' && statusOf(name) === 'intake')) continue;
      // A file can be asked for on an old card as well: it moves nothing.
      if (FILES.includes(button) && works(BUTTON_GESTURES[button].type, name)) continue;
      const holder = world.holder(BUTTON_GESTURES[button].type);
      const [late] = await pressesOld(run, holder, button);
      expect([button, late]).toEqual([button, expect.stringMatching(LATE)]);
    }
    await pressesWithoutRight(name, run);
    expect(await picture(world, run)).toEqual(before);
  });
});

/** All at once: the bot takes them one after another. */
async function threadVerbs(name: SampleName, run: Arrived): Promise<void> {
  const { rig, sam } = world;
  const { dev: channel } = rig;
  const late = COMMANDS.filter(({ type }) => !works(type, name));
  const people = new Set([sam, ...late.map(({ type }) => world.holder(type))]);
  const told = new Map([...people].map((person) => [person, listening(world, person)]));
  const sent = new Map<Person, number>();
  const says = async (person: Person, line: string) => {
    await person.says(line, { in: channel, thread: run.card });
    sent.set(person, (sent.get(person) ?? 0) + 1);
  };
  for (const { name: verb } of COMMANDS) await says(sam, threadLine(verb));
  for (const { name: verb, type } of late) await says(world.holder(type), threadLine(verb));
  for (const [person, listen] of told)
    for (const answer of await listen(sent.get(person) ?? 0))
      expect(answer).toMatch(person === sam ? NO_RIGHT : LATE);
}

/** Buttons that stand there, by somebody without the right; a form is refused when it is sent. */
async function pressesWithoutRight(name: SampleName, run: Arrived): Promise<void> {
  const { rig, sam } = world;
  const { slack } = rig;
  const { views } = (await rig.bot.look.find(run.id))!;
  for (const { ref, actions } of views.values())
    for (const action of actions) {
      // a page is anybody's to open
      if (action.do === 'open_link') continue;
      const told = listening(world, sam);
      const on = run.message(ref);
      if (action.do === 'choose') await sam.fills(on, { [BOXES_LABEL]: ['A', 'C'] });
      await sam.presses({ action_id: idIn(actions, action) }, { on });
      if (BUTTON_GESTURES[action.do].form) {
        const view = await sam.view();
        await sam.fills(view, inputs(action.do, slack.visibleText(view), world.ana.id));
        expect((await sam.submits(view)).outcome).toBe('closed');
      }
      expect([name, action.do, await told(1)]).toEqual([name, action.do, [expect.stringMatching(NO_RIGHT)]]);
    }
}
