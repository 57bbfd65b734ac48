/** `wrap` stands in front of the agent, the setup commands and the checks. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const WRAPPED = 'test "$WRAPPED" = yes\n';
const API = { api: { 'check.sh': WRAPPED, 'setup.sh': WRAPPED } };
const agent = (script: string) => ['sh', '-c', script];
const DONE = 'echo "{}" > "$METAWSM_WORKSPACE/.metawsm/implementation-complete.json"';
const BOOTSTRAP =
  '/metawsm bootstrap W-1 --repos api --goal Greet --scope greeting.txt --constraints none --done';

async function toSummary(done: string): Promise<string> {
  const { slack, ana, dev } = world;
  await ana.types(`${BOOTSTRAP} "${done}"`, { in: dev });
  const card = await slack.message(dev, /W-1/, { from: 'bot' });
  await ana.presses('Start run', { on: await slack.message(dev, /Start run/, { thread: card }) });
  const found = await slack.message(dev, /Merge & close|failed/, { thread: card, timeoutMs: 20_000 });
  return slack.visibleText(found);
}

test('it is in front of agent, setup and checks', async () => {
  world = await makeWorld({
    repos: API,
    agent: agent(`set -e; ${WRAPPED.trim()}; echo hi > greeting.txt; ${DONE}`),
    repoLines: ['setup: [sh setup.sh]'],
    agentLines: ['wrap: [env, WRAPPED=yes]'],
  });
  expect(await toSummary('`sh check.sh`')).toMatch(/Merge & close/);
}, 60_000);
