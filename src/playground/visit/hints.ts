/** The guided first minute: from what stands in Slack to the next thing to try. Pure. */
import type { HintPiece } from '../scene/scene.js';
import type { Store } from '../server/store.js';
import { nextIdea } from './ideas.js';
import { mergedIn, openWith, type RunSight, runsIn } from './run-sight.js';
import { TICKETS } from './sample-tickets.js';

/** The places and people of the visit, by their ids. */
export interface HintWorld {
  store: Store;
  /** Where to begin: a channel with the bot in it. */
  channel: string;
  /** Who starts, and who may do nothing (none with a configuration of one's own). */
  starter?: string;
  outsider?: string;
  /** The first command to type. */
  first: string;
  /** How often the bot was started. */
  starts: number;
  isConnected: boolean;
}

/** Steps that count as another one. */
const SAME_STEP: Record<string, string> = { checks: 'mending', closing: 'merge' };

type Words = Omit<HintPiece, 'is' | 'at' | 'of'>;

const away: Words = {
  step: 'away',
  text: 'The bot is away and starts again by itself. Wait until it is connected and go on: nothing is lost.',
};

/** Steps in which there is nothing to do but to look. */
const WATCHED = new Set(['working', 'mending', 'checks', 'closing']);

/** Steps that are about no run in particular. */
const OF_NO_RUN = new Set(['away', 'outsider', 'refused']);

const STEPS = ['begin', 'question', 'start', 'working', 'guidance', 'mending', 'merge', 'merged'];

/** The next thing to try for this person. */
export function hintFor(world: HintWorld, userId: string): HintPiece {
  const runs = runsIn(world.store, userId);
  const words = wordsFor(world, runs, userId);
  const at = runs.length > 1 ? 0 : STEPS.indexOf(SAME_STEP[words.step] ?? words.step) + 1;
  const text = runs.length > 1 && !OF_NO_RUN.has(words.step) ? named(runs, words.text) : words.text;
  return { is: 'hint', at, of: at === 0 ? 0 : STEPS.length, ...words, text };
}

/** The newest that is not over. */
const nextOf = (runs: readonly RunSight[]) => runs.findLast((one) => one.status !== 'closed') ?? runs.at(-1);

/** Among several runs, which one is meant. */
function named(runs: readonly RunSight[], text: string): string {
  const run = nextOf(runs);
  return run === undefined || run.status === 'closed' ? text : `${run.ticket}: ${text}`;
}

function wordsFor(world: HintWorld, runs: readonly RunSight[], userId: string): Words {
  const run = nextOf(runs);
  const { starter, outsider } = world;
  if (run === undefined) return as(starter, userId, begin(world));
  if (!world.isConnected) return away;
  if (userId === outsider && run.status !== 'closed') return outside(world, run, userId);
  const say = SAYINGS[run.status] ?? working;
  const words = { channel: run.channel.id, ...say(run, world, userId) };
  if (WATCHED.has(words.step)) return words;
  const isOver = run.status === 'closed';
  // The sample lets everybody do these but the outsider.
  if (words.step === 'guidance' || words.step === 'merge') return words;
  if (!isOver) return as(actorOf(run, world), userId, words);
  return userId === outsider && words.insert ? as(starter, userId, words) : words;
}

/** Whoever began it goes on with it, unless nobody is meant in particular. */
const actorOf = (run: RunSight, { starter }: HintWorld) =>
  starter === undefined ? undefined : run.requester;

function as(person: string | undefined, userId: string, words: Words): Words {
  return person === undefined || person === '' || person === userId ? words : { ...words, actAs: person };
}

const begin = ({ first, channel, isConnected }: HintWorld): Words => {
  if (!isConnected) return { step: 'begin', text: 'The bot is starting. One moment.', channel };
  const text = `Type this in the channel: \`${first}\`. The bot reads the ticket, and asks for what is missing.`;
  return { step: 'begin', text, insert: first, channel };
};

type Saying = (run: RunSight, world: HintWorld, userId: string) => Words;

const preparing: Saying = () => ({
  step: 'working',
  text: 'Nothing to do: the bot makes a workspace, and the card moves by itself.',
});

const working: Saying = (run) => ({
  step: hasAnswered(run) ? 'checks' : 'working',
  text: 'Nothing to do: the agent works, and the card moves by itself.',
});

const checking: Saying = (run) => ({
  step: hasAnswered(run) ? 'checks' : 'working',
  text: 'Nothing to do: the agent is done, and the bot runs the checks itself.',
});

const closing: Saying = () => ({
  step: 'closing',
  text: 'Nothing to do: the bot goes through its gates once more, and merges.',
});

const intake: Saying = (run) => {
  if (openWith(run, 'start'))
    return {
      step: 'start',
      text: 'The brief is complete. Read it in the thread and press `Start run`.',
      thread: run.card.ts,
    };
  const asked = openWith(run, 'write_answer');
  if (asked === undefined) return { step: 'question', text: 'One moment: the bot reads what it has so far.' };
  const suggested = asked.buttons.some(({ action_id }) => action_id.startsWith('answer:'));
  if (suggested)
    return {
      step: 'question',
      text: 'The bot asks in the thread below its card. Press one of the suggested answers.',
      thread: run.card.ts,
    };
  const answer = answerTo(run, asked.words);
  const text =
    'The bot asks in the thread of its card. Reply there, or take the ticket’s own answer as a command.';
  return answer
    ? { step: 'question', text, insert: `/metawsm guide ${run.ticket} ${answer}` }
    : {
        step: 'question',
        text: 'The bot asks in the thread of its card. Reply there in your own words.',
        thread: run.card.ts,
      };
};

/** What the sample ticket says about the field that is asked for. */
function answerTo({ ticket }: RunSight, words: string): string | undefined {
  const sample = Object.values(TICKETS).find(({ id }) => id === ticket.toUpperCase());
  if (sample === undefined) return undefined;
  if (/about the \*?goal\b/u.test(words)) return sample.goal;
  if (/about the \*?scope\b/u.test(words)) return sample.scope;
  return /about the \*?done criteria\b/u.test(words) ? sample.done : undefined;
}

const guidance: Saying = (run) => ({
  step: 'guidance',
  text: /waits for a decision\b/u.test(run.words)
    ? 'The agent wants to run a command and waits. Read it in the thread, and press `Allow once`, or `Reject` to see it go on without.'
    : 'The agent has a question and waits. Press an answer in the thread: you will find it in the result.',
  thread: run.card.ts,
});

const running: Saying = (run, world, userId) => {
  if (!/attempt \d+ of \d+ to mend|\[error\] Checks/u.test(run.words))
    return (run.status === 'checking' ? checking : working)(run, world, userId);
  return {
    step: 'mending',
    text: 'A check failed, and the bot has sent its output back to the agent. Nothing to do: it mends that itself.',
  };
};

const ready: Saying = (_run, { outsider }) => ({
  step: 'merge',
  text: outsider
    ? 'The checks passed. Read the summary and press `Merge & close`. To see a refusal first, act as Cem and press it.'
    : 'The checks passed. Read the summary and press `Merge & close`.',
});

const failed: Saying = () => ({
  step: 'failed',
  text: 'The run failed, and its card says why. Press `Restart` on the card, or look with `View log` first.',
});

const closed: Saying = (run, world, userId) => {
  const links = mergedIn(run).map(({ repo, commit }) => ({
    label: `What changed in ${repo}`,
    href: `/_page/diff/${repo}/${commit}`,
  }));
  const idea = nextIdea(world, userId);
  const over = run.outcome === 'merged' ? 'Merged.' : 'The run is over.';
  const text = `${over} ${idea.text}`;
  return { step: 'merged', ...idea, text, ...(links.length > 0 && { links }) };
};

/** The agent's question lies behind: the count of the steps does not go back. */
const hasAnswered = (run: RunSight): boolean => /\bAnswered by\b/u.test(run.guidance);

const SAYINGS: Record<string, Saying> = {
  intake,
  preparing,
  running,
  checking: running,
  awaiting_guidance: guidance,
  merge_ready: ready,
  closing,
  failed,
  closed,
  paused: () => ({ step: 'paused', text: 'The run is paused. Press `Resume` on its card to go on.' }),
  stopped: () => ({
    step: 'stopped',
    text: 'The run is stopped. Press `Restart` on its card, or `Discard`.',
  }),
};

/** For whom may do nothing: a refusal is worth seeing, and the way back. */
function outside({ store, starter }: HintWorld, run: RunSight, userId: string): Words {
  const refused = store.ephemerals.some((one) => one.to === userId && !one.deleted);
  const back = starter === undefined ? {} : { actAs: starter };
  if (refused)
    return {
      step: 'refused',
      text: 'Only Cem sees that answer, and nothing has changed. Go on as Ana.',
      ...back,
    };
  return {
    step: 'outsider',
    text: 'Cem has no rights. Press any button on a card: he is refused, privately. Then go on as Ana.',
    channel: run.channel.id,
    ...back,
  };
}
