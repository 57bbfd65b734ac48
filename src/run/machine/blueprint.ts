/** Types, effects and guards of the machine; the states stand in the files beside this one. */
import { setup } from 'xstate';
import type { RunContext } from '../context.js';
import { type EffectKind, type EffectParams, LANES, type TimerChange } from '../effects.js';
import type { RunEvent } from '../events.js';

type Named = EffectParams & { [T in TimerChange as T['kind']]: T['params'] };
type Actions = { [K in EffectKind | TimerChange['kind']]: (args: unknown, params: Named[K]) => void };

/** Each effect is an action that does nothing: its name and parameters become a row. */
const effects = Object.fromEntries(
  [...Object.keys(LANES), 'timer.set', 'timer.clear'].map((kind) => [kind, () => undefined]),
) as unknown as Actions;

export const blueprint = setup({
  types: {} as { context: RunContext; events: RunEvent; input: RunContext },
  actions: effects,
  guards: {
    /** The result belongs to the work in hand. */
    current: ({ context, event }) => 'step' in event && event.step === context.step,
    /** The button is not older than what can be pressed now; commands and replies carry no revision. */
    fresh: ({ context, event }) =>
      !('revision' in event) || event.revision === undefined || event.revision === context.revision,
  },
});
