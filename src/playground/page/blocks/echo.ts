/** A choice shows at once, before the server has said that it stands. */
import { useState } from 'react';
import { text } from '../../server/json.js';
import { type Confirming, useConfirm } from './confirm.js';
import { type Placed, useActing, useScreen } from './screen.js';
import { chosen } from './state.js';

interface Choosing {
  shown: string[];
  isBusy: boolean;
  refusal: string | undefined;
  dialog: Confirming['dialog'];
  choose(values: string[]): void;
}

/** `as`: what is sent; a date or a number is put, an option or a person is chosen. */
export function useChoosing({ block, element }: Placed, as: 'choose' | 'put' = 'choose'): Choosing {
  const { screen, values, drafts } = useScreen();
  const { isBusy, refusal, act } = useActing(drafts, block);
  const { ask, dialog } = useConfirm(element.confirm);
  const held = chosen(values, block, element);
  const heldKey = JSON.stringify([block, held]);
  const [echo, setEcho] = useState<{ values: string[]; over: string }>();
  const target = { on: screen, block, action: text(element.action_id) };
  const send = async (next: string[]) => {
    setEcho({ values: next, over: heldKey });
    const isTaken = await act(
      as === 'put'
        ? { do: 'put', ...target, value: next[0] ?? '' }
        : { do: 'choose', ...target, values: next },
    );
    if (!isTaken) setEcho(undefined);
  };
  // An echo is worth something only until the server's value changes or the block is drawn anew.
  const shown = echo && echo.over === heldKey ? echo.values : held;
  return { shown, isBusy, refusal, dialog, choose: (next) => ask(() => void send(next)) };
}
