/** Three people, one of them before a browser tab, the page's door, and a Bolt app behind it where a test wants one. */
import { expect } from '@jest/globals';
import type { Gesture, GestureAnswer } from '../../../src/playground/scene/scene.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type BoltApp, socketApp } from '../server/bolt.js';
import { pageBefore, workspace } from './page-rig.js';

export const OK = { ok: true };
export const refused = (code: string, text: unknown = expect.any(String)) => ({ ok: false, code, text });
export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const options = ['api', 'web', 'docs'].map((value) => ({ text: plain(`The ${value}`), value }));
export const nameOf = (message: { channel: string; ts: string }) =>
  `message:${message.channel}:${message.ts}`;

export async function stage() {
  const world = await workspace({ ackTimeoutMs: 300 });
  const page = pageBefore(world.slack, [world.ana, world.ben, world.eve]);
  const tab = await page.opens(world.ana);
  const heard: Record<string, unknown>[] = [];
  let app: BoltApp | undefined;
  const by =
    (person: Person) =>
    (gesture: Gesture): Promise<GestureAnswer> =>
      page.does(person, gesture);
  return {
    world,
    page,
    tab,
    /** The actions that the app heard, in order. */
    heard,
    ana: by(world.ana),
    ben: by(world.ben),
    eve: by(world.eve),
    async withApp(listen: (app: BoltApp) => void = () => {}): Promise<void> {
      app = await socketApp(world.slack, (bolt) => {
        listen(bolt);
        bolt.action(/.*/, async ({ ack, action }) => {
          heard.push(action as unknown as Record<string, unknown>);
          await ack();
        });
      });
    },
    async close(): Promise<void> {
      page.close();
      await app?.stop();
      await world.slack.close();
    },
  };
}
