/** Every message that the bot decided to post stands in Slack once. */
import type { Message } from '../../src/playground/server/facts.js';
import type { Facts } from './judge.js';
import type { Killer } from './killer.js';
import { type CrashWorld, isLookUp } from './world.js';

export interface PostFigures {
  /** Messages of the bot in Slack, and how many different ones. */
  posts: number;
  distinct: number;
  /** Posts whose process was killed after Slack had stored them and before the database knew, and that stand once. */
  adopted: number;
  /** Calls of `chat.postMessage`. */
  tries: number;
  /** Calls that looked for a post in doubt. */
  lookUps: number;
}

export function judgePosts(
  { slack, dev }: CrashWorld,
  killer: Killer,
  { posts, journal }: Facts,
): { failures: string[]; figures: PostFigures } {
  const messages = slack.messages(dev, { from: 'bot' });
  const byId = new Map<string, Message[]>();
  for (const message of messages) byId.set(idOf(message), [...(byId.get(idOf(message)) ?? []), message]);
  const failures: string[] = [];
  for (const message of byId.get('') ?? [])
    failures.push(`a message that is no effect: ${slack.visibleText(message)}`);
  for (const [id, same] of byId)
    if (id !== '' && same.length > 1) failures.push(`${id} was posted ${same.length} times`);

  const refs = new Map<string, number>();
  for (const { id, run_id, params, status } of posts) {
    const { ref } = JSON.parse(String(params)) as { ref: string };
    const name = `${run_id} ${ref}`;
    refs.set(name, (refs.get(name) ?? 0) + 1);
    if (status === 'done' && !byId.has(String(id)))
      failures.push(`${id} (${ref}) is done and was never posted`);
  }
  for (const [name, many] of refs) if (many > 1) failures.push(`${name} was to be posted ${many} times`);
  const known = new Set(posts.map(({ id }) => String(id)));
  for (const id of byId.keys()) if (id !== '' && !known.has(id)) failures.push(`${id} was posted by nobody`);

  const toldAt = new Map(journal.map(({ key, at }) => [String(key), Date.parse(String(at))]));
  const adopted = [...byId].filter(([id, [first, second]]) => {
    if (second) return false;
    const storedAt = Number(first?.ts) * 1_000;
    const told = toldAt.get(`fx:${id}`);
    return told !== undefined && killer.kills.some(({ at }) => storedAt <= at && at < told);
  });
  return {
    failures,
    figures: {
      posts: messages.length,
      distinct: byId.size,
      adopted: adopted.length,
      tries: slack.callsOf('chat.postMessage').length,
      lookUps: slack.calls.filter(({ args }) => isLookUp(args)).length,
    },
  };
}

const idOf = ({ metadata }: Message): string => String(metadata?.event_payload.outbox_id ?? '');
