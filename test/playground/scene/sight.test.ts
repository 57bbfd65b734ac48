/** Each person's page holds what Slack would show that person, and nothing more. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { quietClient } from '../server/clients.js';
import { type PageRig, pageBefore, workspace } from './page-rig.js';

let world: Awaited<ReturnType<typeof workspace>>;
let page: PageRig;

beforeEach(async () => {
  world = await workspace();
  page = pageBefore(world.slack, [world.ana, world.ben, world.eve]);
});
afterEach(async () => {
  page.close();
  await world.slack.close();
});

const told = (tab: { pieces: object }): string => JSON.stringify(tab.pieces);

test('the first picture says who acts, what the app offers, and who is there', async () => {
  const { slack, ana, ben, eve, dev } = world;
  slack.userGroup('leads', [ana]);
  const tab = await page.opens();
  expect(tab.changes[0]?.fresh).toBe(true);
  expect(tab.piece('me', 'me')).toMatchObject({
    userId: ana.id,
    botUserId: slack.bot.userId,
    actors: [ana.id, ben.id, eve.id],
    commands: [
      {
        command: '/metawsm',
        description: 'Start, follow and close runs',
        verbs: expect.arrayContaining([
          { verb: 'pause', usage: 'pause RUN', description: expect.stringMatching(/\.$/) },
        ]),
      },
    ],
    shortcuts: [{ type: 'message', callbackId: 'start_run_from_message' }, { callbackId: 'start_run' }],
    prompts: [{ message: 'status' }, { title: 'How do I start a run?', message: 'help bootstrap' }],
    hasInspector: false,
  });
  expect(tab.piece('user', `user:${ben.id}`)).toMatchObject({
    name: 'ben',
    isBot: false,
    role: 'role of ben',
  });
  expect(tab.piece('user', `user:${slack.bot.userId}`)).toMatchObject({ name: 'metawsm', isBot: true });
  expect(Object.values(tab.pieces).filter(({ is }) => is === 'group')).toMatchObject([{ handle: 'leads' }]);
  expect(tab.piece('channel', `channel:${dev.id}`)).toMatchObject({
    name: 'dev',
    isMember: true,
    botIsMember: true,
  });
  expect(tab.piece('channel', `channel:${ana.dm().id}`)).toMatchObject({ name: 'metawsm', kind: 'im' });
  expect((await page.opens(ben)).piece('me', 'me').userId).toBe(ben.id);
});

test('private channels and direct messages are there for their members alone', async () => {
  const { slack, ana, ben, eve } = world;
  const leads = slack.channel('leads', { private: true, members: [ana] });
  await ana.says('the private plan', { in: leads });
  await quietClient(slack).chat.postMessage({ channel: ana.dm().id, text: 'the direct word' });
  const [hers, his, theirs] = [await page.opens(ana), await page.opens(ben), await page.opens(eve)];
  expect(told(hers)).toMatch(/the direct word.*the private plan/);
  for (const tab of [his, theirs]) {
    expect(told(tab)).not.toMatch(/the private plan|the direct word/);
    expect(told(tab)).not.toContain(leads.id);
    expect(told(tab)).not.toContain(ana.dm().id);
  }
});

test('public channels are there for all but guests, who see those that they are in', async () => {
  const { slack, ana, ben, eve, dev } = world;
  slack.person('eve', { is_restricted: true });
  await ana.says('for everybody', { in: dev });
  expect((await page.opens(ben)).names('message')).toHaveLength(1);
  const guest = await page.opens(eve);
  expect(guest.pieces).not.toHaveProperty([`channel:${dev.id}`]);
  slack.inviteTo(dev, eve);
  await guest.until(() => told(guest).includes('for everybody'), 'the channel after an invitation');
});

test('who is no member of a public channel reads along and can join', async () => {
  const { ana, eve, dev } = world;
  await ana.says('for everybody', { in: dev });
  const tab = await page.opens(eve);
  expect(tab.names('message')).toHaveLength(1);
  expect(tab.piece('channel', `channel:${dev.id}`)).toMatchObject({ isMember: false, unread: 0 });
});

test('private messages, forms and the App Home are on one screen alone', async () => {
  const { slack, ana, ben, dev } = world;
  const client = quietClient(slack);
  const [hers, his] = [await page.opens(ana), await page.opens(ben)];
  await client.chat.postEphemeral({ channel: dev.id, user: ana.id, text: 'only for ana' });
  const title = { type: 'plain_text' as const, text: 'Form of ana' };
  const section = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'home of ana' } };
  const opened = await client.views.open({
    trigger_id: slack.triggerOf(ana),
    view: { type: 'modal', title, blocks: [section] },
  });
  await client.views.publish({ user_id: ana.id, view: { type: 'home', blocks: [section] } });
  await hers.until(() => hers.pieces.home && hers.names('view').length === 1, 'form and home');
  expect(hers.piece('view', `view:${opened.view?.id}`)).toMatchObject({ depth: 0, title });
  expect(hers.names('ephemeral')).toHaveLength(1);
  await ben.says('a mark', { in: dev });
  await his.until(() => told(his).includes('a mark'), 'the mark');
  expect(told(his)).not.toMatch(/only for ana|Form of ana|home of ana/);
});

test('a form on top of another has the greater depth', async () => {
  const { slack, ana } = world;
  const client = quietClient(slack);
  const view = (text: string) => ({
    type: 'modal' as const,
    title: { type: 'plain_text' as const, text },
    blocks: [{ type: 'divider' as const }],
  });
  const { view: below } = await client.views.open({ trigger_id: slack.triggerOf(ana), view: view('one') });
  const { view: above } = await client.views.push({ trigger_id: slack.triggerOf(ana), view: view('two') });
  const tab = await page.opens(ana);
  expect(tab.piece('view', `view:${below?.id}`).depth).toBe(0);
  expect(tab.piece('view', `view:${above?.id}`).depth).toBe(1);
});

test('files open for those who see the message, as plain text', async () => {
  const { slack, ana, ben } = world;
  const upload = await quietClient(slack).filesUploadV2({
    channel_id: ana.dm().id,
    filename: 'log “1”.html',
    content: '<script>alert(1)</script>',
  });
  expect(upload.ok).toBe(true);
  const tab = await page.opens(ana);
  const [message] = Object.values(tab.pieces).filter((piece) => piece.is === 'message');
  const [file] = message?.files ?? [];
  expect(file).toMatchObject({ name: 'log “1”.html', length: 25 });
  const path = `/_page/file/${file?.id}`;
  const hers = await page.asks(page.keyed(path, { as: ana.id }));
  expect(hers).toMatchObject({ status: 200, body: '<script>alert(1)</script>' });
  expect(hers.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  expect((await page.asks(page.keyed(path, { as: ben.id }))).status).toBe(404);
  const stored = slack.store.files.get(file!.id)!;
  stored.name = 'half \ud800 of a name';
  expect((await page.asks(page.keyed(path, { as: ana.id }))).status).toBe(200);
  const root = slack.messages(ana.dm())[0]!;
  slack.store.deleteMessage(root);
  expect((await page.asks(page.keyed(path, { as: ana.id }))).status).toBe(404);
  expect((await page.asks(page.keyed('/_page/file/constructor', { as: ana.id }))).status).toBe(404);
});
