/** What the elements of one screen share: where they stand, what was put in, how to act. */
import { createContext, useCallback, useContext, useState } from 'react';
import type { Gesture, GestureAnswer, ScreenName } from '../../scene/scene.js';
import type { Values } from '../../server/facts.js';
import type { Json } from '../../server/json.js';
import { useClient } from '../model/hooks.js';
import type { Drafts } from './drafts.js';

export type Surface = 'message' | 'modal' | 'home';

export interface OnScreen {
  screen: ScreenName;
  surface: Surface;
  values: Values;
  /** By block_id. */
  errors: Record<string, string>;
  drafts: Drafts;
}

export const ScreenContext = createContext<OnScreen | undefined>(undefined);

export function useScreen(): OnScreen {
  const screen = useContext(ScreenContext);
  if (!screen) throw new Error('There is no screen around this element.');
  return screen;
}

/** An element with the block it stands in. */
export interface Placed {
  block: string;
  element: Json;
  /** DOM id, for the label of an input block. */
  id?: string;
  /** Id of what describes the element: hint and error of an input block. */
  describedBy?: string | undefined;
  labelledBy?: string | undefined;
  isInvalid?: boolean;
  /** An input block's element, and not an optional one. */
  isRequired?: boolean;
}

export interface Acting {
  isBusy: boolean;
  /** Why the last gesture was refused. */
  refusal: string | undefined;
  act(gesture: Gesture): Promise<boolean>;
}

/** Sends a gesture, and what was typed before it. `block`: where; a refusal goes when the block is drawn anew. */
export function useActing(drafts: Drafts, block = ''): Acting {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ block: string; text: string }>();
  const act = useCallback(
    async (gesture: Gesture) => {
      setBusy(true);
      setRefused(undefined);
      const isInput = gesture.do === 'choose' || gesture.do === 'put';
      const answer: GestureAnswer = isInput
        ? await drafts.choose(client, gesture)
        : ((await drafts.flush(client)) ?? (await client.send(gesture)));
      setBusy(false);
      if (!answer.ok) setRefused({ block, text: answer.text });
      return answer.ok;
    },
    [client, drafts, block],
  );
  const refusal = refused?.block === block ? refused.text : undefined;
  return { isBusy, refusal, act };
}
