/** Every button in every situation, pressed by somebody with the right. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BOXES_LABEL } from '../../../src/slack/messages/labels.js';
import { SAMPLE_NAMES } from '../../run/table/samples.js';
import { hasMoved } from './moved.js';
import { BUTTON_GESTURES, idIn, inputs } from './ways.js';
import { arrives, makeWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.rig.close());

/** To whom it is handed over: a permission is not decided by its requester. */
const asked = (name: string) => (name.includes('a permission') ? world.holder('answer') : world.ana).id;

describe('by a button', () => {
  test.each(SAMPLE_NAMES)('%s', async (name) => {
    const { slack, bot } = world.rig;
    let run = await arrives(world, name);
    const { views } = (await bot.look.find(run.id))!;
    for (const { ref, actions } of views.values())
      for (const action of actions) {
        // a page that is opened changes nothing
        if (action.do === 'open_link') continue;
        const { type, form } = BUTTON_GESTURES[action.do];
        const person = world.holder(type);
        const told = person.ephemerals().length;
        const on = run.message(ref);
        if (action.do === 'choose') await person.fills(on, { [BOXES_LABEL]: ['A', 'C'] });
        await person.presses({ action_id: idIn(actions, action) }, { on });
        if (form) {
          const view = await person.view();
          await person.fills(view, inputs(action.do, slack.visibleText(view), asked(name)));
          expect((await person.submits(view)).outcome).toBe('closed');
        }
        await hasMoved(world, run, [name, type, person]);
        // The card says it; nobody is told what they can see. A file comes elsewhere, so its person is told.
        if (type === 'show_log' || type === 'show_diff') await person.ephemeral(/comes as a file in our/);
        else expect(person.ephemerals().length).toBe(told);
        run = await arrives(world, name);
      }
  });
});
