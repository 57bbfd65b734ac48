/** Real payloads of every kind that the bot listens to, as the Slack server sent them while people used the bot. */
import type { DeliveryKind } from '../../../src/playground/server/deliveries.js';
import type { Json } from '../../../src/playground/server/json.js';
import { COMPLETE, type Rig } from '../../slack/rig.js';

export interface Recorded {
  name: string;
  kind: DeliveryKind;
  body: Json;
  /** Fields, as paths, without which it means nothing: where one does not fit, nothing may move. */
  essential: RegExp;
}

const GESTURE =
  /^(?:type|user|user\.id|actions|actions\.0|actions\.0\.(?:action_id|value|block_id|action_ts)|view|view\.(?:type|private_metadata|callback_id|state|state\.values|state\.values\..*))$/u;
const MESSAGE =
  /^(?:type|event|event\.(?:type|user|channel|ts|subtype|bot_id|message|message\.(?:user|ts)))$/u;
const COMMAND = /^(?:command|user_id|text)$/u;
const NEWS = /^event(?:\.(?:type|user|user\.id|subteam_id|channel))?$/u;

/** Plays a journey in which everything is used once. */
export async function record(rig: Rig): Promise<Recorded[]> {
  const { slack, ana, dev } = rig;
  const found: Recorded[] = [];
  let from = slack.deliveries.length;
  const took = (name: string, essential: RegExp, which: (body: Json) => boolean = () => true): void => {
    const news = slack.deliveries.slice(from).filter(({ body }) => which(body));
    from = slack.deliveries.length;
    const last = news.at(-1);
    if (!last) throw new Error(`No payload of ${name} was seen.`);
    found.push({ name, kind: last.kind, body: structuredClone(last.body), essential });
  };
  const event =
    (type: string, subtype?: string) =>
    ({ event }: Json): boolean =>
      (event as Json | undefined)?.type === type && (event as Json).subtype === subtype;

  const card = await rig.begins('REC-1', '');
  const question = await slack.message(dev, /question about the \*goal/, { thread: card });
  from = slack.deliveries.length;
  await ana.types('/metawsm status', { in: dev });
  took('the command status', COMMAND);
  await ana.types('/metawsm', { in: dev });
  took('the bare command', COMMAND);
  await ana.types('/metawsm bootstrap', { in: dev });
  const start = await ana.view(/Start/);
  took('the command that opens a form', COMMAND);
  await ana.fills(start, { Ticket: 'REC-1', Repositories: ['api'] });
  await ana.submits(start);
  took('the start form', GESTURE);
  await ana.presses('Write an answer…', { on: question });
  took('a press that opens a form', GESTURE);
  await ana.submits(await typed(rig, 'Greet people by name'));
  took('an answer in a form', GESTURE, ({ type }) => type === 'view_submission');
  const next = await slack.message(dev, /question about the \*scope/, { thread: card });
  await ana.presses('Answer all in one form', { on: next });
  took('a press that opens the form of all', GESTURE);
  await ana.says('src/greet.ts', { in: dev, thread: card });
  await slack.settled();
  took('a reply', MESSAGE, event('message'));
  const mention = await ana.says('@metawsm status', { in: dev, thread: card });
  await slack.settled();
  took('a mention', MESSAGE, event('app_mention'));
  await ana.edits(mention, '@metawsm list');
  await slack.settled();
  took('an edit', MESSAGE, event('message', 'message_changed'));
  await ana.usesShortcut('start_run');
  took('the shortcut', /^(?:type|user|user\.id|callback_id)$/u);
  await ana.usesShortcut('start_run_from_message', { on: mention });
  took('the shortcut on a message', /^(?:type|user|user\.id|callback_id|message|message\.ts)$/u);
  await ana.opensHome();
  await slack.settled();
  took('an opened home', NEWS, event('app_home_opened'));
  await ana.presses({ action_id: 'home_start' }, { on: await ana.home(/Waits for you/) });
  took('a press in a home', GESTURE, ({ type }) => type === 'block_actions');
  await works(rig);
  took('a press on a card', GESTURE, ({ type }) => type === 'block_actions');
  await news(rig);
  for (const type of ['user_change', 'channel_archive', 'member_left_channel', 'subteam_members_changed'])
    found.push({ ...one(rig, event(type)), name: type, essential: NEWS });
  return found;
}

async function typed({ ana }: Rig, words: string) {
  const view = await ana.view(/answer/i);
  await ana.fills(view, { 'Your answer': words });
  return view;
}

/** A run that works, and a press on its card. */
async function works(rig: Rig): Promise<void> {
  const { slack, ana, dev } = rig;
  const card = await rig.begins('REC-2', COMPLETE);
  await ana.presses('Start run', { on: await slack.message(dev, /Done criteria/, { thread: card }) });
  await slack.waitFor(() => slack.buttons(card).some(({ label }) => label === 'Pause'), 'a run that works');
  await ana.presses('Pause', { on: card });
}

async function news({ slack, ana }: Rig): Promise<void> {
  const cid = slack.person('cid');
  await cid.types('/metawsm status', { in: slack.channel('dev') });
  slack.person('cid', { real_name: 'Cid' });
  slack.userGroup('leads', [ana]);
  slack.userGroup('leads', []);
  slack.channel('old', { archived: true });
  slack.channel('left');
  slack.channel('left', { botIsMember: false });
  await slack.settled();
}

function one({ slack }: Rig, which: (body: Json) => boolean): Pick<Recorded, 'kind' | 'body'> {
  const found = slack.deliveries.findLast(({ body }) => which(body));
  if (!found) throw new Error('An event about people or channels was not seen.');
  return { kind: found.kind, body: structuredClone(found.body) };
}
