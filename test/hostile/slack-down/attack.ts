/**
 * Slack is down for a while: every kind of call fails in every way, and sockets break. The ten minutes of a real one are
 * shortened: the bot waits one second for an answer here instead of ten, and no pause of its own grows beyond 30 seconds.
 */
import { seeded } from '../../crash/random.js';
import { makeRig } from '../../slack/rig.js';
import type { Attack } from '../attack.js';
import { makeScene, type Scene } from '../deliveries/scene.js';
import { standOn, until } from '../deliveries/stand.js';
import { answersIn, judgeScene } from './judge.js';
import { refusedForGood } from './refused.js';
import { goDown, strangeHost, troubles } from './trouble.js';

const PATIENCE = { requestTimeoutMs: 1_000, marginMs: 300 };
/** Runs in trouble at the same time. */
const RUNS = { few: 4, many: 10 };
const NOTICES = 4;
/** Private answers wait in memory, so a quiet database says nothing of them; the longest pause is 30 seconds. */
const OWED_MS = 45_000;

export const attack: Attack = {
  title: 'Slack down, sockets broken, 429 storms, 500 after commit, hanging calls, broken answers',
  order: 30,
  unit: 'calls',
  tries: { whole: 150, small: 25 },
  async run({ tries, seed, tell }) {
    const random = seeded(seed);
    const elsewhere = await strangeHost();
    const rig = await makeRig({ agents: 500, patience: PATIENCE, slack: { redeliverAfterMs: 500 } });
    const stand = standOn(rig);
    const failures: string[] = [];
    const figures: Record<string, number> = {
      messages: 0,
      'private answers': 0,
      'given later than all messages': 0,
      'slowest calm run, ms': 0,
    };
    let done = 0;
    let round = 0;
    try {
      while (done < tries && failures.length < 20) {
        round += 1;
        const scenes = await Promise.all(
          Array.from({ length: tries < 100 ? RUNS.few : RUNS.many }, (_, at) =>
            makeScene(stand, `DOWN-${round}-${at}`),
          ),
        );
        const calm = await makeScene(stand, `CALM-${round}`);
        await Promise.all([...scenes, calm].map((scene) => scene.works()));
        const down = goDown(rig, random, troubles(elsewhere.url), new Set([calm.dev.id, calm.ana.dm().id]));
        const begun = Date.now();
        let isDown = true;
        const living = calmly(calm).then(
          () => {
            figures['slowest calm run, ms'] = Math.max(figures['slowest calm run, ms']!, Date.now() - begun);
            if (!isDown)
              failures.push('a run in a channel without trouble had to wait for the end of the trouble');
          },
          (error: unknown) =>
            failures.push(`a run without trouble did not go on: ${String(error).slice(0, 300)}`),
        );
        const asked = await Promise.all(scenes.map((scene) => speaks(scene)));
        const long = tries < 100 ? 4_000 : 9_000;
        await Promise.race([living, wait(30_000)]);
        await wait(Math.max(0, begun + long - Date.now()));
        isDown = false;
        down.end();
        done += down.calls();
        for (const [what, count] of Object.entries(down.met)) figures[what] = (figures[what] ?? 0) + count;
        await living;
        try {
          await stand.quiet(60_000);
        } catch (error) {
          failures.push(`after the end of the trouble: ${String(error).slice(0, 300)}`);
        }
        const missing = () =>
          scenes.reduce((sum, scene, at) => sum + Math.max(0, asked[at]! - answersIn(scene)), 0);
        figures['given later than all messages']! += missing();
        // what is missing after that is told by the judge
        await until(async () => missing() === 0, 'the private answers', OWED_MS).catch(() => undefined);
        for (const [at, scene] of scenes.entries()) {
          const judged = await judgeScene(scene, NOTICES, asked[at]!);
          failures.push(...judged.failures);
          figures.messages! += judged.messages;
          figures['private answers']! += judged.answers;
        }
        tell(`${done} of ${tries} calls met trouble`);
      }
      failures.push(...(await refusedForGood(stand)));
      const after = await makeScene(stand, 'AFTER-1');
      await after.works();
      if (elsewhere.seen.length > 0)
        failures.push(`another host was asked: ${elsewhere.seen[0]?.slice(0, 20)}`);
      failures.push(...rig.lines.filter((line) => LOST.test(line)).slice(0, 3));
    } catch (error) {
      failures.push(String(error).slice(0, 1_500));
    } finally {
      rig.slack.faults.clear();
      await rig.close();
      await elsewhere.close();
    }
    return { tries: done, failures, figures };
  },
};

/** Lines of the bot's log by which it says that something is broken, or was given up. */
const LOST = /^broken |private answer was not given|private answers are given up|reached nobody/u;

/** A run beside the trouble: asked and answered, as if nothing were. */
async function calmly(scene: Scene): Promise<void> {
  const { ana } = scene;
  const question = await scene.asks('Tea or coffee?', ['tea', 'coffee']);
  for (let tries = 0; tries < 20; tries += 1) {
    // The socket may break at this very moment; then a person presses again.
    const isTaken = await ana.presses('tea', { on: question }).then(
      () => true,
      () => false,
    );
    if (isTaken || (await scene.run()).status === 'running') break;
    await wait(200);
  }
  await scene.is('running');
}

/** Messages of the run and words of people while nothing works; how many private answers are owed. */
async function speaks(scene: Scene): Promise<number> {
  const { ana, dev } = scene;
  const root = scene.stand.rig.slack.store.findMessage(dev.id, (await scene.run()).run.messages.card!.ts)!;
  for (let n = 1; n <= NOTICES; n += 1) {
    await scene.happens({ type: 'file_rejected', file: `file-${n}.json`, reason: 'It is no JSON.' });
    if (n % 2 === 0) await ana.says('@metawsm status', { in: dev, thread: root });
  }
  return Math.floor(NOTICES / 2);
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
