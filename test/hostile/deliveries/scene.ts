/** What one journey sees of a world: people and channels of its own, and the runs that it began. */
import type { RunSight } from '../../../src/engine/look.js';
import type { Channel, Message, View } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import type { RunEvent } from '../../../src/run/events.js';
import type { Status } from '../../../src/run/status.js';
import { COMPLETE } from '../../slack/rig.js';
import { type Stand, until } from './stand.js';

export interface Scene {
  /** Unlike that of any other journey of the world. */
  name: string;
  stand: Stand;
  dev: Channel;
  ana: Person;
  ben: Person;
  run(ticket?: string): Promise<RunSight>;
  /** Something that no person did. */
  happens(event: { type: RunEvent['type']; [key: string]: unknown }, ticket?: string): Promise<void>;
  asks(question: string, options?: string[], ticket?: string): Promise<Message>;
  is(status: Status, ticket?: string): Promise<void>;
  /** The run until its agent works; resolves with its card. */
  works(ticket?: string): Promise<Message>;
  /** A message of the bot. */
  sees(words: RegExp, thread?: Message): Promise<Message>;
  /** A gesture that opens a form, and the form. */
  opens(press: () => Promise<void>, who?: Person): Promise<View>;
  /** A gesture of somebody. */
  does<T>(gesture: () => Promise<T>): Promise<T>;
  /** Until the bot has marked the reply as taken. */
  taken(reply: Message): Promise<void>;
}

export async function makeScene(stand: Stand, name: string): Promise<Scene> {
  const { slack } = stand.rig;
  const ana = slack.person(`ana-${name}`);
  const ben = slack.person(`ben-${name}`);
  const dev = slack.channel(`dev-${name}`, { members: [ana, ben] } as never);
  // So that nobody is told to wait a moment, or not, by chance.
  for (const who of [ana, ben]) await stand.rig.bot.actors.ensure(who.id, dev.id);
  const scene: Scene = {
    name,
    stand,
    dev,
    ana,
    ben,
    async run(ticket = name) {
      const found = await stand.steady(() => stand.rig.bot.look.find(ticket));
      if (!found) throw new Error(`there is no run for ${ticket}`);
      return found;
    },
    async happens(event, ticket) {
      const { id } = await scene.run(ticket);
      const whole = { at: new Date().toISOString(), ...event } as never;
      await stand.steady(() => stand.rig.bot.door.deliver(id, whole, `test:${Math.random()}`));
    },
    async asks(question, options = [], ticket = name) {
      const request = { question, options, agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } };
      await scene.happens({ type: 'guidance_requested', request }, ticket);
      return scene.sees(new RegExp(question.replace(/[?.]/gu, '\\$&')));
    },
    is: (status, ticket) =>
      until(async () => (await scene.run(ticket)).status === status, `${ticket ?? name} to be ${status}`),
    async works(ticket = name) {
      await scene.does(() => ana.types(`/metawsm bootstrap ${ticket} --repos api ${COMPLETE}`, { in: dev }));
      const card = await scene.sees(new RegExp(`\\b${ticket}\\b`));
      const brief = await scene.sees(/Done criteria/, card);
      await scene.does(() => ana.presses('Start run', { on: brief }));
      await scene.is('running', ticket);
      await slack.waitFor(() => slack.visibleText(card).includes('` works.'), 'the agent to work', 60_000);
      return card;
    },
    sees: (words, thread) =>
      slack.message(dev, words, { from: 'bot', timeoutMs: 60_000, ...(thread ? { thread } : {}) }),
    opens: (press, who = ana) =>
      stand.steady(async () => {
        await press();
        return who.view(/./);
      }),
    does: (gesture) => stand.bold(gesture),
    async taken(reply) {
      await slack.waitFor(
        () => reply.reactions.some((one) => one.name === 'white_check_mark'),
        `the mark on "${reply.text}"`,
        60_000,
      );
    },
  };
  return scene;
}
