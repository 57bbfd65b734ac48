/** Whether every message of a run stands once where it belongs, in order, and every private word was said. */
import type { Message } from '../../../src/playground/server/facts.js';
import type { Scene } from '../deliveries/scene.js';

export async function judgeScene(scene: Scene, notices: number, owed: number) {
  const { slack, bot } = scene.stand.rig;
  const failures: string[] = [];
  const said = slack.messages(scene.dev, { from: 'bot' });
  const ids = said.map(outboxOf);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length > 0) failures.push(`${scene.name}: posted twice: ${twice.join()}`);
  const inOrder = [...ids].sort((a, b) => placeOf(a) - placeOf(b));
  if (inOrder.join() !== ids.join()) failures.push(`${scene.name}: out of order: ${ids.join()}`);
  const texts = said.map((one) => slack.visibleText(one)).join('\n');
  for (let n = 1; n <= notices; n += 1)
    if (!texts.includes(`file-${n}.json`))
      failures.push(`${scene.name}: the notice of file-${n}.json is lost`);
  const answers = answersIn(scene);
  if (answers < owed) failures.push(`${scene.name}: ${answers} of ${owed} private answers were given`);
  const { status } = await scene.run();
  if (status !== 'running') failures.push(`${scene.name}: it is ${status}`);
  const open = (await bot.unit.read.runsWithOpenEffects()).includes((await scene.run()).id);
  if (open) failures.push(`${scene.name}: something is still to be said`);
  return { failures, messages: said.length, answers };
}

/** How many answers about the run its person was given, in the channel or directly. */
export function answersIn({ ana, stand }: Scene): number {
  const { slack } = stand.rig;
  const heard = [...ana.ephemerals(), ...slack.messages(ana.dm(), { from: 'bot' })];
  return heard.filter((one) => slack.visibleText(one).includes('running')).length;
}

const outboxOf = ({ metadata }: Message): string => String(metadata?.event_payload.outbox_id);

/** `run/seq/k` as a number that grows with both. */
function placeOf(id: string): number {
  const [, seq, k] = id.split('/');
  return Number(seq) * 1_000 + Number(k);
}
