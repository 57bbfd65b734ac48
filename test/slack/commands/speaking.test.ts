/** Commands as people type them, against a Slack. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRig, type Rig } from '../rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await makeRig();
});
afterAll(() => rig.close());

describe('a run by commands', () => {
  test('bootstrap says so to its author and posts a card for all', async () => {
    const { ana, dev, slack } = rig;
    const first = await ana.types('/metawsm bootstrap ABC-1 --repos api, web —goal “greet people”', {
      in: dev,
    });
    expect(first).toMatch(/Starting intake for ticket ABC-1 in `api`, `web`.*card is in the channel/);
    await slack.message(dev, /ABC-1/, { from: 'bot' });
    const { run } = await rig.run();
    expect(run).toMatchObject({ ticket: 'ABC-1', requester: ana.id, channel: dev.id, team: slack.teamId });
    expect(run.draft.goal?.text).toBe('greet people');
  });

  test('once the person is known the answer comes with the acknowledgement', async () => {
    const { ana, dev } = rig;
    const answer = await ana.types('/metawsm bootstrap ABC-2 --repos api', { in: dev });
    expect(answer).toMatch(/Starting intake for ticket ABC-2/);
  });

  test('status, list and help', async () => {
    const { ana, dev, slack } = rig;
    await slack.message(dev, /ABC-2/, { from: 'bot' });
    const all = await ana.types('/metawsm list', { in: dev });
    expect(all.indexOf('ABC-2')).toBeLessThan(all.indexOf('ABC-1'));
    const one = await ana.types('/metawsm status abc-2', { in: dev });
    expect(one).toMatch(/ABC-2.*intake/);
    expect(await ana.types('/metawsm status', { in: dev })).toMatch(/Waits for you/);
    expect(await ana.types('/metawsm help', { in: dev })).toMatch(/bootstrap TICKET/);
    expect(await ana.types('/metawsm', { in: dev })).toMatch(/bootstrap TICKET/);
    expect(await ana.types('/metawsm help merge', { in: dev })).toMatch(/Checks every gate/);
    expect(await ana.types('/metawsm list --ticket NOPE-1', { in: dev })).toMatch(/No run.*NOPE-1 is active/);
  });

  test('what is refused says what to type instead', async () => {
    const { ana, dev } = rig;
    const says = (line: string) => ana.types(`/metawsm ${line}`, { in: dev });
    expect(await says('bootstarp ABC-3')).toMatch(/Did you mean `bootstrap`\?/);
    expect(await says('docter')).toMatch(/Did you mean `doctor`/);
    expect(await says('bootstrap ABC-3 --repos apii')).toMatch(/no repository apii/);
    expect(await says('stop NOPE-1')).toMatch(/There is no run NOPE-1/);
    expect(await says('stop ABD-2')).toMatch(
      /no run ABD-2.*Did you mean `ABC-2`\?.*`\/metawsm status ABC-2`/,
    );
    const { id } = await rig.run();
    expect(await says(`stop ${id.slice(0, -1)}`)).toMatch(new RegExp(`Did you mean \`${id}\``));
    expect(await says('bootstrap ABC-3 --repo api')).toMatch(
      /no flag `--repo`.*Did you mean `--repos`.*for example `\/metawsm bootstrap ABC-12 --repos api,web`/,
    );
    expect(await says('bootstrap ABC-3 --repos api --agent scirpt')).toMatch(
      /Did you mean `script`\?.*For example: `--agent script`/,
    );
    const guest = rig.slack.person('visitor', { is_restricted: true });
    await guest.types('/metawsm list', { in: dev });
    await guest.ephemeral(/do not have the right/);
    expect(await guest.types('/metawsm stop ABD-2', { in: dev })).not.toMatch(/ABC-2/);
    expect(await says('restart ABC-2')).toMatch(/has not started yet. Answer the open question/);
    expect(await says('bootstrap ../../etc --repos api')).toMatch(/is no ticket/);
    expect(await says('bootstrap <!channel> --repos api')).toMatch(/is no ticket/);
  });

  test('an answer by command', async () => {
    const { ana, dev, slack } = rig;
    await slack.waitFor(
      () => slack.transcript(dev).includes('a question about the *goal* of ABC-2'),
      'a question',
    );
    expect(await ana.types('/metawsm guide ABC-2 Greet <people> & "pets"', { in: dev })).toMatch(
      /Your answer is taken/,
    );
    const sight = await rig.bot.look.find('ABC-2');
    expect(sight?.run.draft.goal?.text).toBe('Greet <people> & "pets"');
    expect(await ana.types('/metawsm stop ABC-2', { in: dev })).toMatch(/stopped|cancelled/);
    expect((await rig.bot.look.find('ABC-2'))?.status).toBe('closed');
    expect(await ana.types('/metawsm guide ABC-2 more', { in: dev })).toMatch(/Nothing waits for an answer/);
  });

  test('every row of the inbox is settled and nothing broke', async () => {
    expect(await rig.bot.unit.read.newInbox(10)).toEqual([]);
    expect(rig.lines.filter((line) => /broken|could not be handled/u.test(line))).toEqual([]);
  });
});

test('an answer by command never lands on the question that comes after the one it was meant for', async () => {
  let isFirst = true;
  const own = await makeRig({
    tools: (tools) => ({
      ...tools,
      door: {
        create: (...call) => tools.door.create(...call),
        settle: (key) => tools.door.settle(key),
        async gesture(id, event, key) {
          // Somebody else is quicker.
          if (event.type === 'answer' && isFirst) {
            isFirst = false;
            await tools.door.gesture(id, { ...event, text: 'Greet people by name' }, 'quicker');
          }
          return tools.door.gesture(id, event, key);
        },
      },
    }),
  });
  try {
    const card = await own.begins('TWO-1', '');
    await own.slack.message(own.dev, /question about the \*goal/, { thread: card });
    const said = await own.ana.types('/metawsm guide TWO-1 src/greet.ts is my goal', { in: own.dev });
    const { draft } = (await own.run()).run;
    expect(draft.goal?.text).toBe('Greet people by name');
    expect(draft.scope).toBeUndefined();
    expect(said).toMatch(/Too late|moved on|already/i);
  } finally {
    await own.close();
  }
});

test('whoever answered by command minutes after somebody else was told that nothing waits, and not who had answered', async () => {
  const own = await makeRig();
  try {
    const card = await own.begins('LATE-1');
    const brief = await own.slack.message(own.dev, /Done criteria/, { thread: card });
    await own.ana.presses('Start run', { on: brief });
    await own.slack.waitFor(() => own.slack.visibleText(card).includes('works.'), 'the agent to work');
    const asks = (question: string) =>
      own.happens({
        type: 'guidance_requested',
        request: { question, options: [], agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } },
      } as never);
    await asks('Which port?');
    const at = new Date(Date.now() - 600_000).toISOString();
    const answer = { type: 'answer', actor: own.ana.id, at, text: 'the usual one', target: 'g1' } as const;
    await own.bot.door.gesture((await own.run()).id, answer, 'ten minutes ago');
    const guides = () => own.ben.types('/metawsm guide LATE-1 another one', { in: own.dev });
    expect(await guides()).toMatch(/^Too late: that was answered by @ana · .*: the usual one\./);
    await asks('And which host?');
    await own.ana.types('/metawsm stop LATE-1', { in: own.dev });
    expect(await guides()).toMatch(/Nothing waits for an answer/);
  } finally {
    await own.close();
  }
});
