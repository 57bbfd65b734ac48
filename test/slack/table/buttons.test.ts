/** Every button in every situation, pressed by somebody with the right. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SAMPLE_NAMES } from '../../run/table/samples.js';
import { hasMoved } from './moved.js';
import { BUTTON_GESTURES, inputs } from './ways.js';
import { arrives, makeWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.rig.close());

describe('by a button', () => {
  test.each(SAMPLE_NAMES)('%s', async (name) => {
    const { slack, bot } = world.rig;
    let run = await arrives(world, name);
    const { views } = (await bot.look.find(run.id))!;
    for (const { ref, actions } of views.values())
      for (const [at, action] of actions.entries()) {
        const { type, form } = BUTTON_GESTURES[action.do];
        const person = world.holder(type);
        const told = person.ephemerals().length;
        await person.presses(
          { action_id: action.do === 'answer' ? `answer:${at}` : action.do },
          {
            on: run.message(ref),
          },
        );
        if (form) {
          const view = await person.view();
          await person.fills(view, inputs(action.do, slack.visibleText(view), world.ana.id));
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
