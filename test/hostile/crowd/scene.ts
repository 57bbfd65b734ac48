/** The bot with ten people who may do everything, and runs that arrive in it in any situation. */
import type { Person } from '../../../src/playground/server/people.js';
import type { SampleName } from '../../run/table/samples.js';
import { makeRig } from '../../slack/rig.js';
import { type Arrived, arrives, type World } from '../../slack/table/world.js';

/** Stages that never come back, and no place for anybody: a run stays where a gesture has brought it. */
const nothing = async () => undefined;
const STILL = {
  'repositories.read': nothing,
  'workspace.prepare': nothing,
  'workspace.remove': nothing,
  'workspace.clean': nothing,
  'agent.start': nothing,
  'processes.end': nothing,
};

const NAMES = ['ada', 'bea', 'cem', 'dov', 'eva', 'fay', 'gus', 'hal', 'ida'];

/** What one trial came to. */
export interface Came {
  presses: number;
  faults: string[];
}

export interface Scene {
  world: World;
  people: Person[];
  arrives(name: SampleName): Promise<Arrived>;
  /** What the bot says of its own defects since the last call. */
  defects(): string[];
  close(): Promise<void>;
}

export async function makeScene(): Promise<Scene> {
  const rig = await makeRig({ agents: 0, stages: STILL, access: { admins: ['everyone'] } });
  // The requester is one of them: what waits for her stands in her App Home.
  const people = [rig.ana, ...NAMES.map((name) => rig.slack.person(name))];
  for (const one of people) await rig.bot.actors.ensure(one.id, rig.dev.id);
  const world: World = { rig, ana: rig.ana, sam: rig.ana, holder: () => rig.ana };
  let read = 0;
  return {
    world,
    people,
    arrives: (name) => arrives(world, name),
    defects() {
      const news = rig.lines.slice(read).filter((line) => /broken|could not|defect|failed|"err"/.test(line));
      read = rig.lines.length;
      return news;
    },
    close: () => rig.close(),
  };
}
