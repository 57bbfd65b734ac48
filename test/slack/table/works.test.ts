/** In every situation: what the contract allows happens, in each way it can be asked for, and everybody reads who asked. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PersonEventType } from '../../../src/run/events.js';
import { HELP } from '../../../src/slack/messages/help.js';
import { SAMPLE_NAMES } from '../../run/table/samples.js';
import { situations, statusOf, WORKS } from '../../run/table/truth.js';
import { hasMoved } from './moved.js';
import { COMMANDS, commandLine, takesWords, threadLine } from './ways.js';
import { arrives, makeWorld, picture, until, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.rig.close());

const inFirstOfState = SAMPLE_NAMES.filter(
  (name) => SAMPLE_NAMES.find((one) => statusOf(one) === statusOf(name)) === name,
);
/** By words: a form takes an answer too, but no text. */
const takes = (type: PersonEventType) =>
  situations(WORKS[type]).filter((name) => type !== 'answer' || takesWords(name));

/** What the person reads: what was done to which run, or that the file comes. */
const taken = (type: PersonEventType, id: string) =>
  type === 'show_log'
    ? /The end of the log comes as a file/
    : new RegExp(`^.+: .?${id}.?\\. The card in the channel shows`);

describe('by command', () => {
  const cases = COMMANDS.flatMap((command) => takes(command.type).map((name) => ({ ...command, in: name })));

  test.each(cases)('$name, $in', async ({ name, type, in: situation }) => {
    const run = await arrives(world, situation);
    const person = world.holder(type);
    const said = await person.types(commandLine(name, run.id), { in: world.rig.dev });
    expect(said).toMatch(taken(type, run.id));
    await hasMoved(world, run, [situation, type, person]);
  });
});

describe('by a verb in the thread', () => {
  const cases = COMMANDS.flatMap((command) =>
    inFirstOfState
      .filter((one) => takes(command.type).includes(one))
      .map((name) => ({ ...command, in: name })),
  );

  test.each(cases)('$name, $in', async ({ name, type, in: situation }) => {
    const run = await arrives(world, situation);
    const person = world.holder(type);
    await person.says(threadLine(name), { in: world.rig.dev, thread: run.card });
    await person.ephemeral(taken(type, run.id), { in: world.rig.dev });
    await hasMoved(world, run, [situation, type, person]);
  });
});

describe('replies in the thread', () => {
  test.each(inFirstOfState)('stop, //, and a plain reply: %s', async (name) => {
    const { dev, slack, bot } = world.rig;
    const run = await arrives(world, name);
    const ben = world.holder('answer');
    // What was owed for the run before may still come.
    const told = () => ben.ephemerals().filter(({ thread_ts }) => thread_ts === run.card.ts).length;
    const before = await picture(world, run);
    await ben.says('// shall we stop?', { in: dev, thread: run.card });
    if (!takes('answer').includes(name)) await ben.says('nice work', { in: dev, thread: run.card });
    await slack.settled();
    await until(async () => (await bot.unit.read.newInbox(1)).length === 0);
    expect(await picture(world, run)).toEqual(before);
    expect(told()).toBe(0);
    const stops = takes('stop').includes(name);
    const reply = await ben.says('stop', { in: dev, thread: run.card });
    if (stops) {
      await hasMoved(world, run, [name, 'stop', ben]);
      await slack.waitFor(() => reply.reactions?.length, 'the mark on what was taken');
    } else {
      await slack.waitFor(() => told() > 0, 'an answer');
      expect(await picture(world, run)).toEqual(before);
    }
  });

  test.each(SAMPLE_NAMES.filter((name) => takes('answer').includes(name)))('an answer: %s', async (name) => {
    const { dev, slack } = world.rig;
    const run = await arrives(world, name);
    const ben = world.holder('answer');
    await world.sam.says('mine', { in: dev, thread: run.card });
    await world.sam.ephemeral(/Your reply was not taken as an answer/, { in: dev });
    const reply = await ben.says('src/greet.ts', { in: dev, thread: run.card });
    await hasMoved(world, run, [name, 'answer', ben]);
    await slack.waitFor(() => reply.reactions?.length, 'the mark on what was taken');
  });
});

describe('what only looks, and what begins', () => {
  test.each(SAMPLE_NAMES)('%s', async (name) => {
    const { dev, slack } = world.rig;
    const run = await arrives(world, name);
    const before = await picture(world, run);
    const sue = world.holder('start');
    expect(await sue.types(`/metawsm status ${run.id}`, { in: dev })).toContain(statusOf(name));
    expect(await sue.types(`/metawsm list --all --ticket ${run.ticket}`, { in: dev })).toContain(run.id);
    for (const command of ['status', 'list'])
      expect(await world.sam.types(`/metawsm ${command}`, { in: dev })).toMatch(/do not have the right/);
    const line = `/metawsm bootstrap ${run.ticket} --repos api`;
    expect(await world.sam.types(line, { in: dev })).toMatch(/do not have the right/);
    const isActive = !['closed', 'failed', 'stopped'].includes(statusOf(name));
    const said = await sue.types(line, { in: dev });
    expect(said).toMatch(isActive ? /already has an active run/ : /Starting intake/);
    const asked = sue.ephemerals({ in: dev }).at(-1)!;
    if (isActive)
      expect(slack.buttons(asked).map((one) => one.label)).toEqual([
        'Open that run',
        'Start anyway',
        'Cancel',
      ]);
    else
      await slack.waitFor(() => slack.transcript(dev).includes('Reading the repositories'), 'the new card');
    const { posts: _, ...after } = (await picture(world, run)) as { posts: number };
    expect(before).toMatchObject(after);
  });

  test('help for every command', async () => {
    for (const name of Object.keys(HELP))
      expect(await world.sam.types(`/metawsm help ${name}`, { in: world.rig.dev })).toContain('For example');
  });
});
