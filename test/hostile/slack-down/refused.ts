/** What Slack refuses for good in the run's channel reaches the requester; refused there too, the bot's health tells. */
import { makeScene } from '../deliveries/scene.js';
import { type Stand, until } from '../deliveries/stand.js';

const CODES = [
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'channel_not_found',
  'msg_too_long',
  'no_idea',
];

export async function refusedForGood(stand: Stand): Promise<string[]> {
  const found = await Promise.all(CODES.map((code) => refused(stand, code)));
  return found.flat();
}

async function refused(stand: Stand, code: string): Promise<string[]> {
  const { slack } = stand.rig;
  const scene = await makeScene(stand, `NEVER-${CODES.indexOf(code)}`);
  await scene.works();
  const lost = new Set([scene.dev.id]);
  slack.faults.always('chat.postMessage', ({ channel }) =>
    lost.has(String(channel)) ? { error: code } : undefined,
  );
  const ask = (question: string) => {
    const request = { question, options: [], agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } };
    return scene.happens({ type: 'guidance_requested', request });
  };
  const failures: string[] = [];
  const direct = scene.ana.dm();
  await ask('Which port?');
  await slack
    .message(direct, /Which port/, { from: 'bot' })
    .catch(() => failures.push(`${code}: the question reached nobody`));
  lost.add(direct.id);
  await ask('Which host?');
  const unsaid = async () => Object.values((await scene.run()).run.unsaid ?? {}).length;
  await until(async () => (await unsaid()) > 0, `${code}: the refusal to be noted`).catch((error: unknown) =>
    failures.push(String(error)),
  );
  lost.clear();
  // It changes when somebody answers, and is offered again.
  await scene.does(() => scene.ana.types(`/metawsm guide ${scene.name} 8080`, { in: scene.dev }));
  await scene.does(() => scene.ana.types(`/metawsm guide ${scene.name} localhost`, { in: scene.dev }));
  await until(async () => (await unsaid()) === 0, `${code}: the refused message to be said after all`).catch(
    (error: unknown) => failures.push(String(error)),
  );
  return failures;
}
