/** Slack delivers late, twice, in another order and again after a restart: the story stays that of the clean order. */
import { seeded } from '../../crash/random.js';
import type { Attack } from '../attack.js';
import { disturb } from './disturbance.js';
import { JOURNEYS, type Journey } from './journeys.js';
import { differences, type Picture, pictureOf } from './picture.js';
import { makeScene, type Scene } from './scene.js';
import { HOUR_MS, makeStand, until } from './stand.js';

/** What would be the story in the clean order, by journey, or by journey and who was first. */
type Clean = Map<string, Picture>;

export const attack: Attack = {
  title: 'Slack deliveries duplicated, reordered, an hour late, again after a restart',
  order: 20,
  unit: 'deliveries',
  tries: { whole: 10_000, small: 300 },
  async run({ tries, seed, tell }) {
    const random = seeded(seed);
    const clean = await cleanStories();
    const failures: string[] = [];
    const sums = { journeys: 0, worlds: 0 } as Record<string, number>;
    let done = 0;
    while (done < tries && failures.length < 20) {
      const many = tries - done < 600 ? JOURNEYS.length : 3 * JOURNEYS.length;
      const counts = await disturbedWorld(clean, many, seeded(random.between(0, 2 ** 31)), failures);
      done += counts.deliveries;
      sums.worlds! += 1;
      sums.journeys! += many;
      for (const [what, count] of Object.entries(counts))
        if (what !== 'deliveries') sums[what] = (sums[what] ?? 0) + count;
      tell(`${done} of ${tries} deliveries`);
    }
    for (const what of ['copies', 'twins', 'renamed', 'stored', 'late', 'restarts'])
      if (done >= 1_000 && !sums[what]) failures.push(`no delivery met what the attack is for: ${what}`);
    return { tries: done, failures, figures: sums };
  },
};

const storyOf = ({ name }: Journey, first?: string) => (first ? `${name}, ${first} first` : name);

async function cleanStories(): Promise<Clean> {
  const stand = await makeStand();
  try {
    const plans = JOURNEYS.flatMap((journey): { journey: Journey; first?: 'ana' | 'ben' }[] =>
      journey.contested
        ? [
            { journey, first: 'ana' },
            { journey, first: 'ben' },
          ]
        : [{ journey }],
    );
    const scenes = await Promise.all(
      plans.map(async ({ journey, first }, at) => {
        const scene = await makeScene(stand, `DEL-${at}`);
        await journey.go(scene, first).catch((error: unknown) => {
          throw new Error(`the clean ${storyOf(journey, first)}: ${String(error).slice(0, 1_500)}`);
        });
        return scene;
      }),
    );
    await stand.quiet();
    const stories: Clean = new Map();
    for (const [at, { journey, first }] of plans.entries())
      stories.set(storyOf(journey, first), await pictureOf(scenes[at]!));
    return stories;
  } finally {
    await stand.close();
  }
}

async function disturbedWorld(
  clean: Clean,
  many: number,
  random: ReturnType<typeof seeded>,
  failures: string[],
) {
  const stand = await makeStand(random.chance(0.5) ? { behindMs: HOUR_MS } : {});
  try {
    const trouble = disturb(stand, random);
    const plans = Array.from({ length: many }, (_, at) => JOURNEYS[at % JOURNEYS.length]!);
    const scenes = await Promise.all(plans.map((_, at) => makeScene(stand, `DEL-${at}`)));
    let left = many;
    const going = plans.map((journey, at) =>
      journey
        .go(scenes[at]!)
        .catch((error: unknown) => {
          failures.push(`${journey.name}: it did not come to its end: ${String(error).slice(0, 300)}`);
        })
        .finally(() => {
          left -= 1;
        }),
    );
    for (let restarts = 0; restarts < 4 && left > 0; restarts += 1) {
      const enough = Date.now() + random.between(200, 900);
      await until(async () => Date.now() > enough || left === 0, 'the next restart');
      if (left > 0) await trouble.restart();
    }
    await Promise.all(going);
    await stand.quiet();
    // Runs cost far more than deliveries that are known: with many of them, they come again and again.
    const rounds = many > JOURNEYS.length ? 4 : 1;
    await trouble.again(rounds);
    await trouble.restart();
    await trouble.again(rounds);
    await stand.quiet();
    for (const [at, journey] of plans.entries()) failures.push(...(await judge(clean, journey, scenes[at]!)));
    failures.push(...stand.rig.lines.filter((line) => line.startsWith('broken ')).slice(0, 3));
    return trouble.counts;
  } finally {
    await stand.close();
  }
}

async function judge(clean: Clean, journey: Journey, scene: Scene): Promise<string[]> {
  const picture = await pictureOf(scene);
  const stories = journey.contested
    ? [clean.get(storyOf(journey, 'ana'))!, clean.get(storyOf(journey, 'ben'))!]
    : [clean.get(storyOf(journey))!];
  const told = stories.map((story) => differences(story, picture));
  const nearest = told.sort((a, b) => a.length - b.length)[0]!;
  return nearest.map((one) => `${journey.name} (${scene.name}): ${one}`);
}
