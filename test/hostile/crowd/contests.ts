/** What can be decided once: the gestures of which the first one wins, in every situation in which there are some. */
import type { PersonEventType } from '../../../src/run/events.js';
import type { SampleName } from '../../run/table/samples.js';
import { situations, WORKS } from '../../run/table/truth.js';

const ONE_OF: readonly (readonly PersonEventType[])[] = [
  ['answer', 'use_as_is'],
  ['permit'],
  ['start', 'cancel'],
  ['cancel', 'stop'],
  ['pause'],
  ['resume', 'request_changes'],
  ['restart', 'resume', 'request_changes', 'discard'],
  ['merge', 'request_changes', 'discard'],
];

export interface Contest {
  in: SampleName;
  types: readonly PersonEventType[];
}

const works = (type: PersonEventType, name: SampleName) => situations(WORKS[type]).includes(name);

export const CONTESTS: readonly Contest[] = ONE_OF.flatMap((types) =>
  situations(WORKS[types[0]!])
    .map((name) => ({ in: name, types: types.filter((type) => works(type, name)) }))
    .filter(({ types: left }) => left.length > 0),
);
