/** SIGKILL to the bot while a question is open, and to the agent in the midst of a command. */
import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import { killRun, processesOf } from '../processes.js';
import { finishes, greets } from '../steps.js';
import { asks } from './ask.js';
import { promptsSeen } from './second.js';
import { inTheMidst } from './stop.js';

export const botKilled: Case = {
  name: 'bot-killed',
  title: 'Bot killed with the question open',
  stage: { permissions: '{ allow: [execute] }', killable: true },
  async play({ agent, world, model, bot, script }) {
    script((place) => [asks, ...greets(place), ...finishes(place)]);
    const { card, id } = await world.begins('ABC-1', { agent });
    const asking = await world.hears(card, /Which database\?/, undefined, 90_000);
    const before = processesOf(id).map(({ pid }) => pid);
    await bot.kill();
    await bot.begin();
    await world.ana.presses('SQLite', { on: asking });
    await world.hears(card, /Merge-ready/, asking, 90_000);
    const read = model.requests.filter(({ why, result }) => /^step 2/.test(why) && /SQLite/.test(result));
    assert.equal(read.length, 1, `the model read the answer ${read.length} times`);
    assert.ok(before.length > 0, 'the agent lived while the bot did not');
    return undefined;
  },
};

export const agentKilled: Case = {
  name: 'agent-killed',
  title: 'Agent killed, then resumed with its history',
  stage: { permissions: '{ allow: [execute] }' },
  async play(stage) {
    const { world, model } = stage;
    const { card, id } = await inTheMidst(stage);
    killRun(id);
    const hasRestart = () => world.slack.buttons(card).some(({ label }) => label === 'Restart');
    await world.until(() => hasRestart() || promptsSeen(model) >= 2, 'the run goes on or can', 90_000);
    if (hasRestart()) await world.ana.presses('Restart', { on: card });
    await world.hears(card, /Merge-ready/, undefined, 90_000);
    assert.ok(promptsSeen(model) >= 2, `the model saw ${promptsSeen(model)} prompts`);
    return undefined;
  },
};
