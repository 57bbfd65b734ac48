/** An agent that means harm, in some fifty ways, each in a run of its own, side by side in one world with an honest one. */
import { seeded } from '../../crash/random.js';
import type { Attack, Outcome } from '../attack.js';
import { Gauge } from './gauge.js';
import { judgeAll } from './judge.js';
import { type Misdeed, SMALL, WHOLE } from './misdeed.js';
import { makeScene, type Scene } from './scene.js';
import { MISDEEDS } from './table.js';
import { tryOne } from './try-one.js';

/** Most of one is waiting. */
const AT_ONCE = 6;
/** Of so many misdeeds, one honest run stands among them. */
const HONEST_EVERY = 16;

export const attack: Attack = {
  title: 'a hostile agent: files, output, git, processes, words, protocol',
  order: 35,
  unit: 'misdeeds',
  tries: { whole: MISDEEDS.length, small: 8 },
  async run({ tries, seed, tell }) {
    const size = tries >= MISDEEDS.length ? WHOLE : SMALL;
    const chosen = drawn(seed, tries);
    const scene = await makeScene(chosen, size);
    const gauge = new Gauge(scene.world.home);
    const failures: string[] = [];
    let done = 0;
    try {
      await inLanes(withHonest(chosen), async (misdeed, at) => {
        tell(`${misdeed.name} begins`);
        const found = await tryOne(scene, misdeed, at, size).catch((error: unknown) => [
          String(error).slice(0, 500),
        ]);
        done += misdeed.name === 'honest' ? 0 : 1;
        failures.push(...found.map((line) => `${misdeed.name}: ${line}`));
        for (const line of found) tell(`${misdeed.name}: ${line}`);
        tell(`${misdeed.name} is over`);
      });
      failures.push(...(await judgeAll(scene)), ...gauge.faults(size));
      return { tries: done, failures, figures: { ...gauge.figures(), ...figuresOf(scene) } };
    } finally {
      gauge.stop();
      await scene.close().catch((error: unknown) => failures.push(`at the end: ${String(error)}`));
    }
  },
};

/** Every misdeed once, and from the beginning where more are wanted; fewer are drawn. */
function drawn(seed: number, tries: number): Misdeed[] {
  const random = seeded(seed);
  const all = [...MISDEEDS];
  for (let at = all.length - 1; at > 0; at--) {
    const other = random.between(0, at);
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return Array.from({ length: tries }, (_, at) => all[at % all.length]!);
}

const honest: Misdeed = { name: 'honest', script: () => 'finish', ends: ['merge_ready'], merges: true };

function withHonest(all: Misdeed[]): Misdeed[] {
  return all.flatMap((one, at) => (at % HONEST_EVERY === 0 ? [honest, one] : [one]));
}

async function inLanes(all: Misdeed[], work: (one: Misdeed, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < all.length) {
      const at = next++;
      await work(all[at]!, at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function figuresOf({ met, world }: Scene): Outcome['figures'] {
  const root: Outcome['figures'] =
    process.getuid?.() === 0 ? { 'closed files': 'open to root, so they show nothing' } : {};
  return {
    ...met,
    ...root,
    messages: world.slack.messages(world.dev).length,
    'log lines': world.lines.length,
  };
}
