/** What people do in the journeys. Each ends by itself; who of two was first is drawn by `first`, where that matters. */
import type { Scene } from './scene.js';

export interface Journey {
  name: string;
  /** Gestures that contradict each other: either may come first, and the story is that of the one that did. */
  contested?: true;
  go(scene: Scene, first?: 'ana' | 'ben'): Promise<void>;
}

/** Many journeys go on at once, through restarts. */
const PATIENCE_MS = 60_000;

export const JOURNEYS: Journey[] = [
  { name: 'answers', go: answers },
  { name: 'intake', go: intake },
  { name: 'side by side', go: sideBySide },
  { name: 'merge', go: mergeTwice },
  { name: 'permission', go: permission },
  { name: 'direct', go: direct },
  { name: 'two options', go: twoOptions, contested: true },
  { name: 'stop or pause', go: stopOrPause, contested: true },
];

async function answers(scene: Scene): Promise<void> {
  const { ana, ben, dev, stand } = scene;
  const { slack } = stand.rig;
  const card = await scene.works();
  await ben.says('looks good so far', { in: dev, thread: card });
  const which = await scene.asks('Which table?', ['users', 'orders']);
  const old = slack.snapshot(which);
  await ben.says('// I would take users', { in: dev, thread: card });
  await scene.does(() => ana.presses('users', { on: which }));
  await scene.is('running');
  await scene.does(() => ben.presses('orders', { on: old }));
  await scene.asks('How long may it take?');
  const reply = await ana.says('no more than a minute', { in: dev, thread: card });
  await ben.says('// agreed', { in: dev, thread: card });
  await scene.taken(reply);
  await scene.is('running');
  await ana.edits(reply, 'no more than an hour');
  await ana.ephemeral(/with the agent already/, { in: dev, timeoutMs: PATIENCE_MS });
  await scene.asks('And the index?');
  const next = await ben.says('on the id', { in: dev, thread: card });
  await scene.taken(next);
  await scene.is('running');
  await ana.deletes(next.user === ana.id ? next : reply);
  await ana.says('@metawsm status', { in: dev, thread: card });
  await ana.ephemeral(/running/, { in: dev, timeoutMs: PATIENCE_MS });
  const pausing = scene.does(() => ana.types(`/metawsm pause ${scene.name}`, { in: dev }));
  await pausing;
  await scene.happens({ type: 'agent_exited', step: (await scene.run()).run.agent.step, exitCode: 0 });
  await scene.is('paused');
  await scene.does(() => ben.types(`/metawsm resume ${scene.name}`, { in: dev }));
  await scene.is('running');
  const stop = await ana.says('stop', { in: dev, thread: card });
  await scene.taken(stop);
  await scene.is('stopped');
  await slack.waitFor(
    () => slack.buttons(card).some((one) => one.label === 'Discard'),
    'Discard',
    PATIENCE_MS,
  );
  await scene.does(() => ana.presses('Discard', { on: card }));
  await scene.is('closed');
  await ben.says('use the orders table', { in: dev, thread: card });
  await scene.does(() => ben.presses('orders', { on: old }));
}

async function intake(scene: Scene): Promise<void> {
  const { ana, ben, dev, stand } = scene;
  const { slack } = stand.rig;
  await scene.does(() =>
    ana.types(`/metawsm bootstrap ${scene.name} --repos api --constraints none`, { in: dev }),
  );
  const card = await scene.sees(new RegExp(`\\b${scene.name}\\b`));
  const goal = await scene.sees(/question about the \*goal/, card);
  await ben.says('// lunch?', { in: dev, thread: card });
  const reply = await ana.says('Greet people by their name', { in: dev, thread: card });
  await scene.taken(reply);
  const scope = await scene.sees(/question about the \*scope/, card);
  await slack.waitFor(() => slack.buttons(goal).length === 0, 'the closed question', PATIENCE_MS);
  const form = await scene.opens(() => ana.presses('Write an answer…', { on: scope }));
  await ana.fills(form, { 'Your answer': 'src/greet.ts' });
  await scene.does(() => ana.submits(form));
  const done = await scene.sees(/question about the \*done/, card);
  await scene
    .does(() => ana.presses('npm test passes', { on: done }).catch(() => Promise.reject(done)))
    .catch(async () => {
      const answer = await ana.says('`npm test` passes', { in: dev, thread: card });
      await scene.taken(answer);
    });
  const brief = await scene.sees(/Done criteria/, card);
  await ana.edits(reply, 'Greet people by their first name');
  await slack.waitFor(() => slack.visibleText(brief).includes('first name'), 'the first edit', PATIENCE_MS);
  await ana.edits(reply, 'Greet people by their last name');
  await slack.waitFor(() => slack.visibleText(brief).includes('last name'), 'the second edit', PATIENCE_MS);
  const whole = await scene.opens(() => ana.presses('Edit brief', { on: brief }));
  await ana.fills(whole, { Goal: 'Greet people by both names' });
  await scene.does(() => ana.submits(whole));
  await slack.waitFor(() => slack.visibleText(brief).includes('both names'), 'the form', PATIENCE_MS);
  await scene.does(() => ana.presses('Cancel', { on: brief }));
  await scene.is('closed');
}

async function sideBySide(scene: Scene): Promise<void> {
  const { ana, ben, dev } = scene;
  const [one, two] = [`${scene.name}-A`, `${scene.name}-B`];
  const first = await scene.works(one);
  const second = await scene.works(two);
  await scene.asks('Which colour?', ['red', 'blue'], one);
  await scene.asks('Which size?', [], two);
  const size = await ana.says('small', { in: dev, thread: second });
  const colour = await ben.says('blue', { in: dev, thread: first });
  await scene.taken(size);
  await scene.taken(colour);
  await scene.does(() => ana.types(`/metawsm tell ${one} be quick`, { in: dev }));
  await scene.does(() => ben.types(`/metawsm stop ${two}`, { in: dev }));
  await scene.is('stopped', two);
  await scene.does(() => ana.types(`/metawsm restart ${two}`, { in: dev }));
  await scene.is('running', two);
  for (const ticket of [one, two]) {
    await scene.does(() => ana.types(`/metawsm stop ${ticket}`, { in: dev }));
    await scene.is('stopped', ticket);
  }
}

async function mergeTwice(scene: Scene): Promise<void> {
  const { ana, ben, dev, stand } = scene;
  const { slack } = stand.rig;
  const card = await scene.works();
  const done = async () => {
    await scene.happens({ type: 'completion_claimed', summary: 'It greets.' });
    await scene.happens({ type: 'agent_exited', step: (await scene.run()).run.agent.step, exitCode: 0 });
    await scene.is('merge_ready');
  };
  const mergeable = () =>
    slack.message(dev, (one) => slack.buttons(one).some(({ label }) => label === 'Merge & close'), {
      thread: card,
      timeoutMs: PATIENCE_MS,
    });
  await done();
  const summary = await mergeable();
  const old = slack.snapshot(summary);
  const form = await scene.opens(() => ana.presses('Request changes', { on: summary }));
  await ana.fills(form, { [labelIn(form)]: 'also in the evening' });
  await scene.does(() => ana.submits(form));
  await scene.is('running');
  await scene.does(() => ben.presses('Merge & close', { on: old }));
  await done();
  const last = await mergeable();
  await scene.does(() => ana.presses('Merge & close', { on: last }));
  await scene.is('closed');
  await scene.does(() => ben.presses('Merge & close', { on: old }));
  await ana.says('thank you', { in: dev, thread: card });
}

const labelIn = (form: { blocks: { type: string; label?: unknown }[] }): string => {
  const input = form.blocks.find(({ type }) => type === 'input')!;
  return (input.label as { text: string }).text;
};

async function permission(scene: Scene): Promise<void> {
  const { ana, ben, dev, stand } = scene;
  const { slack } = stand.rig;
  const card = await scene.works();
  const wants = async (command: string) => {
    const request = {
      kind: 'permission',
      question: '',
      options: [],
      permission: { tool: 'execute', title: command, command },
      agent: 'script',
      via: { kind: 'acp', id: command },
    };
    await scene.happens({ type: 'guidance_requested', request });
    return slack.message(dev, (one) => slack.visibleText(one).includes(command) && one !== card, {
      thread: card,
      from: 'bot',
      timeoutMs: PATIENCE_MS,
    });
  };
  const push = await wants('git push');
  await ben.says('yes please', { in: dev, thread: card });
  await ben.ephemeral(/./, { in: dev, timeoutMs: PATIENCE_MS });
  await scene.does(() => ana.presses('Allow once', { on: push }));
  await scene.is('running');
  const remove = await wants('rm -r build');
  const old = slack.snapshot(remove);
  await scene.does(() => ben.presses('Reject', { on: remove }));
  await scene.is('running');
  await scene.does(() => ana.presses('Allow once', { on: old }));
  await slack.waitFor(() => slack.session(card)?.status === 'processing', 'the session', PATIENCE_MS);
  ana.stopsSession(card);
  await scene.is('stopped');
}

async function direct(scene: Scene): Promise<void> {
  const { ana, ben, dev } = scene;
  const card = await scene.works();
  await ben.says('hello', { in: ben.dm() });
  await ana.says('help tell', { in: ana.dm() });
  await scene.asks('Which port?');
  await scene.does(() => ana.types(`/metawsm guide ${scene.name} the usual one`, { in: dev }));
  await scene.is('running');
  await scene.does(() => ben.types('/metawsm lst', { in: dev }));
  await scene.does(() => ben.types(`/metawsm guide ${scene.name} another one`, { in: dev }));
  await ana.says(`@metawsm tell mind the gap`, { in: dev, thread: card });
  await ana.ephemeral(/note|agent/, { in: dev, timeoutMs: PATIENCE_MS });
  await scene.does(() => ana.presses('Stop', { on: card }));
  await scene.is('stopped');
  await scene.does(() => ana.types(`/metawsm stop ${scene.name}`, { in: dev }));
}

/** Ana and Ben at the same moment; in the clean world one after the other. */
async function both(
  scene: Scene,
  first: 'ana' | 'ben' | undefined,
  gestures: Record<'ana' | 'ben', () => Promise<void>>,
): Promise<void> {
  const told = (who: 'ana' | 'ben') => scene.does(gestures[who]);
  if (!first) await Promise.all([told('ana'), told('ben')]);
  else
    for (const who of first === 'ana' ? (['ana', 'ben'] as const) : (['ben', 'ana'] as const))
      await told(who);
}

async function twoOptions(scene: Scene, first?: 'ana' | 'ben'): Promise<void> {
  const { ana, ben, stand } = scene;
  await scene.works();
  const question = await scene.asks('Tea or coffee?', ['tea', 'coffee']);
  const on = stand.rig.slack.snapshot(question);
  await both(scene, first, {
    ana: () => ana.presses('tea', { on }),
    ben: () => ben.presses('coffee', { on }),
  });
  await scene.is('running');
  await scene.does(() => ana.types(`/metawsm stop ${scene.name}`, { in: scene.dev }));
  await scene.is('stopped');
}

async function stopOrPause(scene: Scene, first?: 'ana' | 'ben'): Promise<void> {
  const { ana, ben, stand } = scene;
  const card = await scene.works();
  const on = stand.rig.slack.snapshot(card);
  await both(scene, first, {
    ana: () => ana.presses('Stop', { on }),
    ben: () => ben.presses('Stop', { on }),
  });
  await scene.is('stopped');
}
