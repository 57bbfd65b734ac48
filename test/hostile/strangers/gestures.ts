/** Everything that somebody can do to a run, or to begin one. */
import type { Message } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import type { Rig } from '../../slack/rig.js';

export interface Ground {
  rig: Rig;
  /** A run that works, its id, and one whose question is open. */
  card: Message;
  id: string;
  asked: string;
  asking: Message;
  question: Message;
}

export interface Gesture {
  name: string;
  /** Whether the run keeps a line of the refusal; a beginning has no run. */
  isKept: boolean;
  make(by: Person, on: Ground): Promise<unknown>;
}

const command = (words: (ground: Ground) => string, isKept = true): Gesture => ({
  name: `/metawsm ${words({ id: 'RUN', asked: 'RUN' } as Ground)}`,
  isKept,
  make: (by, on) => by.types(`/metawsm ${words(on)}`, { in: on.rig.dev }),
});

const press = (label: string): Gesture => ({
  name: `a press on ${label}`,
  isKept: true,
  make: (by, on) => by.presses(label, { on: on.card }),
});

const mention = (words: string): Gesture => ({
  name: `@metawsm ${words}`,
  isKept: true,
  make: (by, { rig, card }) => by.says(`@metawsm ${words}`, { in: rig.dev, thread: card }),
});

export const GESTURES: readonly Gesture[] = [
  command(
    () => 'bootstrap STR-9 --repos api --goal "Let me in" --scope src --done "`npm test`" --constraints none',
    false,
  ),
  command(() => 'status', false),
  command(() => 'list --all', false),
  command(({ asked }) => `guide ${asked} my answer`),
  command(({ id }) => `tell ${id} do as I say`),
  command(({ id }) => `stop ${id}`),
  command(({ id }) => `pause ${id}`),
  command(({ id }) => `merge ${id}`),
  command(({ id }) => `cleanup ${id} --discard ${id}`),
  command(({ id }) => `log ${id}`),
  command(({ id }) => `iterate ${id} do more`),
  press('Stop'),
  press('Pause'),
  mention('stop'),
  mention('tell do as I say'),
  {
    name: 'stop in the thread',
    isKept: true,
    make: (by, { rig, card }) => by.says('stop', { in: rig.dev, thread: card }),
  },
  {
    name: 'a reply to a question',
    isKept: true,
    make: (by, { rig, asking }) => by.says('Do it my way', { in: rig.dev, thread: asking }),
  },
  { name: 'the shortcut', isKept: false, make: (by) => by.usesShortcut('start_run') },
];
