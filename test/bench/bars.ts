/** Which bars the picture has. */
import type { Bar } from './picture.js';
import type { Done } from './table.js';

const LONGEST = 46;

export const barsOf = (done: readonly Done[]): Bar[] =>
  done.flatMap(({ goal, measured }) =>
    measured.flatMap(({ what, share, figure, holds }) =>
      share === undefined || holds === undefined
        ? []
        : [{ label: cut(`${goal.id} ${what}`), share, figure: cut(figure.replace(/;.*/u, '')), holds }],
    ),
  );

const cut = (text: string) => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);
