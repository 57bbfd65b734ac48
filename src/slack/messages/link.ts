/** The line below the message from which a run was started. */
import type { LinkView } from '../../run/views.js';
import { code, join, Mrkdwn, say, words } from '../escape.js';
import { channel } from './words.js';

export const linkLine = ({ run, card, site }: LinkView): Mrkdwn => {
  const address = `${site}archives/${card.channel}/p${card.ts.replace('.', '')}`;
  const link = new Mrkdwn(`<${address}|${words(run.ticket).text}>`);
  return say`A run was started from this message: ${link} · ${code(run.id)}. Its card shows how it goes on.`;
};

/** Above the line, where it could not stand below that message. */
export const linkElsewhere = ({ origin }: LinkView): Mrkdwn =>
  join(
    [
      say`I could not put this line into the thread of the message in ${channel(origin.channel)}, since I cannot write there.`,
      say`The run goes on all the same. Type \`/invite @metawsm\` there for the next time.`,
    ],
    ' ',
  );
