/** A real payload with one field that is not what it should be. */
import fc from 'fast-check';
import type { Json } from '../../../src/playground/server/json.js';
import { oddValue } from './odd.js';

export interface Mutation {
  path: string;
  how: 'gone' | 'other' | 'forged' | 'more';
  value?: unknown;
}

type Step = string | number;

/** Every place in a payload, as steps. */
export function placesIn(value: unknown, above: Step[] = []): Step[][] {
  if (typeof value !== 'object' || value === null) return [];
  const keys: Step[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const path = [...above, key];
    return [path, ...placesIn((value as Record<Step, unknown>)[key], path)];
  });
}

/** What was pressed or sent carries a text of ours; its inside is forged. */
const FORGED = [
  '{"run":"$RUN","rev":NaN}',
  '{"run":"$RUN","rev":1e309}',
  '{"run":"$RUN","rev":-1}',
  '{"run":"$RUN","rev":"3"}',
  '{"run":"$RUN","rev":1e15,"target":"q1","option":-1}',
  '{"run":"$RUN","rev":1e15,"target":"__proto__","option":1.5}',
  '{"run":"$RUN","rev":null,"target":"constructor"}',
  '{"run":["$RUN"],"rev":3}',
  '{"run":"rec-9-aaaaaa","rev":3}',
  '{"run":"__proto__","rev":3}',
  '{"ticket":"REC-9","agent":"script","repos":[null]}',
  '{"ticket":"REC-9","agent":"script","repos":[{"name":{"toString":1}}]}',
  '{"ticket":"../x","agent":"script","repos":[{"name":"api"}],"fields":{"goal":{}}}',
  '{"origin":5,"from":"x","drafted":[1],"home":"yes"}',
  '[]',
  'null',
  '"text"',
];

export const mutationOf = (body: Json, run: string): fc.Arbitrary<Mutation> => {
  const places = placesIn(body).map((path) => path.join('.'));
  const texts = places.filter((path) => /(?:\.|^)(?:value|private_metadata)$/u.test(path));
  const forged = fc.constantFrom(...FORGED).map((text) => text.replace('$RUN', run));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...places).map((path) => ({ path, how: 'gone' as const })) },
    {
      weight: 5,
      arbitrary: fc.record({
        path: fc.constantFrom(...places),
        how: fc.constant('other' as const),
        value: oddValue,
      }),
    },
    ...(texts.length === 0
      ? []
      : [
          {
            weight: 2,
            arbitrary: fc.record({
              path: fc.constantFrom(...texts),
              how: fc.constant('forged' as const),
              value: forged,
            }),
          },
        ]),
    {
      weight: 1,
      arbitrary: fc.record({
        path: fc.constantFrom(
          'extra',
          '__proto__x',
          'actions.9',
          'event.extra',
          'authorizations.7',
          'view.extra',
        ),
        how: fc.constant('more' as const),
        value: oddValue,
      }),
    },
  );
};

export function mutated(body: Json, { path, how, value }: Mutation): Json {
  const copy = structuredClone(body);
  const steps = path.split('.');
  const last = steps.pop()!;
  let at: Record<string, unknown> | undefined = copy;
  for (const step of steps) at = at?.[step] as Record<string, unknown> | undefined;
  if (typeof at !== 'object' || at === null) return copy;
  if (how === 'gone') delete at[last];
  else at[last] = value;
  return copy;
}
