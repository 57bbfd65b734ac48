/** What to try after the first merge: one thing at a time, until nothing is left. */
import type { Store } from '../server/store.js';
import { runsIn } from './run-sight.js';
import { TICKETS } from './sample-tickets.js';

interface IdeaWorld {
  store: Store;
  starts: number;
  first: string;
  outsider?: string;
}

interface Idea {
  text: string;
  home?: true;
  insert?: string;
}

/** The next idea that has not been tried yet. */
export function nextIdea(world: IdeaWorld, userId: string): Idea {
  const { store } = world;
  const tickets = runsIn(store, userId).map(({ ticket }) => ticket.toUpperCase());
  const isSample = world.outsider !== undefined;
  if (!store.views.some((view) => view.type === 'home' && view.user === userId))
    return { text: 'Next: open the App Home of metawsm; it shows what waits for you.', home: true };
  if (world.starts < 2)
    return {
      text: 'Next: start another run, and kill the bot while the agent’s question is open: the button is in the inspector, at the top right. Nothing is lost.',
      insert: world.first,
    };
  if (isSample && !tickets.includes(TICKETS.translate.id))
    return {
      text: `Next: ${TICKETS.translate.id}, whose ticket leaves nothing to ask, and whose agent fails at first. Look at the failed card and press \`Restart\`.`,
      insert: `/metawsm bootstrap ${TICKETS.translate.id} --repos hello`,
    };
  if (isSample && !tickets.includes(TICKETS.permit.id))
    return {
      text: `Next: ${TICKETS.permit.id}, with an agent that shows its plan and asks before it runs a command, as Claude Code and Codex do.`,
      insert: `/metawsm bootstrap ${TICKETS.permit.id} --repos hello --agent careful`,
    };
  return {
    text: 'Next: press `Request changes` instead of merging, or reply in a thread. All commands: `/metawsm help`.',
    insert: '/metawsm help',
  };
}
