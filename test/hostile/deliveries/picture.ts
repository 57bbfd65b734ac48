/** What a journey has left behind, without ids and times, so that two worlds can be compared. */
import type { Message } from '../../../src/playground/server/facts.js';
import type { Scene } from './scene.js';

/** Lines under headings. */
export type Picture = Record<string, string[]>;

/** Results of work and news of Slack may fall between people's gestures in another order. */
const AT_ANY_MOMENT = new Set(['queue_moved', 'posted']);

export async function pictureOf(scene: Scene): Promise<Picture> {
  const { stand, dev, ana, ben, name } = scene;
  const { slack, bot } = stand.rig;
  const picture: Picture = {};
  const { runs } = await bot.unit.read.list({ channel: dev.id, limit: 10, offset: 0 });
  const plain = (text: string) =>
    anonymous(
      text,
      name,
      new Map([
        [dev.id, 'DEV'],
        [ana.id, 'ANA'],
        [ben.id, 'BEN'],
      ]),
    );
  for (const run of runs.sort((a, b) => (a.ticket < b.ticket ? -1 : 1))) {
    const title = plain(run.ticket);
    const journal = await bot.unit.read.journal(run.id);
    picture[`${title}: state`] = [run.status, plain(JSON.stringify(run.snapshot.context))];
    picture[`${title}: gestures`] = journal
      .filter(({ actor }) => actor !== undefined)
      .map(({ event, outcome, actor }) => plain(`${event.type} by ${actor} ${outcome}`));
    picture[`${title}: other events`] = journal
      .filter(({ actor, event }) => actor === undefined && !AT_ANY_MOMENT.has(event.type))
      .map(({ event, outcome }) => `${event.type} ${outcome}`)
      .sort();
    const card = run.snapshot.context.messages.card;
    const root = card && slack.store.findMessage(card.channel, card.ts);
    if (!root) continue;
    picture[`${title}: thread`] = slack
      .thread(root)
      .filter(({ user }) => user === slack.bot.userId)
      .map((one) => plain(drawn(scene, one)));
    picture[`${title}: marks`] = slack
      .thread(root)
      .filter(({ user }) => user !== slack.bot.userId)
      .map((one) => plain(`${slack.visibleText(one)} ${one.reactions.map((each) => each.name).join()}`));
    picture[`${title}: session`] = [slack.session(root)?.status ?? 'none'];
  }
  picture['beside the threads'] = slack
    .messages(dev, { from: 'bot' })
    .filter(({ thread_ts }) => thread_ts === undefined)
    .map((one) => plain(drawn(scene, one)));
  for (const who of [ana, ben]) {
    const title = plain(who.name);
    picture[`only ${title} sees`] = who
      .ephemerals()
      .map((one) => plain(slack.visibleText(one)))
      .filter((text) => !isOfDelay(text))
      .sort();
    picture[`to ${title} directly`] = slack
      .messages(who.dm(), { from: 'bot' })
      .map((one) => plain(drawn(scene, one)));
  }
  return picture;
}

/** Talk that was still on its way when a question came: how long it takes is not a matter of order. */
const isOfDelay = (text: string): boolean => text.startsWith('Your reply was written before the question');

const drawn = ({ stand: { rig } }: Scene, one: Message): string =>
  `${rig.slack.visibleText(one)} [${rig.slack
    .buttons(one)
    .map(({ label }) => label)
    .join('|')}]`;

function anonymous(text: string, name: string, ids: Map<string, string>): string {
  let plain = text;
  for (const [id, word] of ids) plain = plain.replaceAll(id, word);
  const low = name.toLowerCase();
  return plain
    .replace(new RegExp(`${low}(-[ab])?-[a-z2-7]{6}\\b`, 'gu'), 'run$1')
    .replace(new RegExp(name, 'giu'), 'NAME')
    .replace(/"drawn":"[^"]*"/gu, '"drawn"')
    .replace(/"ms":\d+/gu, '"ms"')
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/gu, 'AT')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/gu, 'AT')
    .replace(/\b[\d.]+ (ms|s|min|h)\b(?: \d+ (?:s|min)\b)?/gu, 'LONG')
    .replace(/\d{10}\.?\d{6}/gu, 'TS')
    .replace(/\b[UCDBT][A-Z0-9]{9}\b/gu, 'ID')
    .replace(/\b\d{1,2}:\d{2}\b/gu, 'TIME')
    .replace(/http:\/\/127\.0\.0\.1:\d+/gu, 'SLACK');
}

/** In words, where the two differ first under each heading. */
export function differences(clean: Picture, disturbed: Picture): string[] {
  const titles = [...new Set([...Object.keys(clean), ...Object.keys(disturbed)])];
  return titles.flatMap((title) => {
    const [one = [], other = []] = [clean[title], disturbed[title]];
    if (title.startsWith('only ')) return unlike(title, one, other);
    const most = Math.max(one.length, other.length);
    for (let at = 0; at < most; at += 1)
      if (one[at] !== other[at])
        return [
          `${title}, line ${at + 1}: expected ${around(one[at], other[at])}, got ${around(other[at], one[at])}`,
        ];
    return [];
  });
}

/** Private words, whose order among themselves is not a matter. */
function unlike(title: string, one: string[], other: string[]): string[] {
  const without = (all: string[], rest: string[]) => {
    const left = [...rest];
    return all.filter((text) => {
      const at = left.indexOf(text);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return [
    ...without(one, other).map((text) => `${title}: missing ${JSON.stringify(text)}`),
    ...without(other, one).map((text) => `${title}: too much ${JSON.stringify(text)}`),
  ];
}

/** The part that differs. */
function around(one: string | undefined, other: string | undefined): string {
  if (one === undefined) return 'nothing';
  let at = 0;
  while (other !== undefined && at < one.length && one[at] === other[at]) at += 1;
  return JSON.stringify(one.slice(Math.max(0, at - 60), at + 160));
}
