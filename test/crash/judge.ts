/** The verdict at the end, from Slack's memory, the database and git; the bot's own word counts for nothing. */
import { isDeepStrictEqual } from 'node:util';
import type { RunContext } from '../../src/run/context.js';
import { FILLED, isDiscarded, isSpoken, scopeIn } from './answers.js';
import { type Ask, type Row, reading } from './database.js';
import { judgeBases } from './judge-bases.js';
import { judgeLeftovers } from './judge-leftovers.js';
import { judgePosts, type PostFigures } from './judge-posts.js';
import { judgeRequests, judgeSaid } from './judge-said.js';
import type { Killer } from './killer.js';
import type { Deed, Visitor } from './person.js';
import type { CrashWorld } from './world.js';

export interface Verdict extends PostFigures {
  /** What went wrong, in words. */
  failures: string[];
  runs: number;
  /** Effects that a kill hit between their beginning and the news of their end, by kind. */
  hit: Record<string, number>;
  /** Lives of agents over all runs; two per run are planned. */
  agentLives: number;
  /** Agents that were killed together with the bot. */
  agentsKilled: number;
  /** Drafts of files that a kill left where they harm nobody. */
  drafts: number;
}

/** Everything in the hands of the judges. */
export interface Case {
  world: CrashWorld;
  person: Visitor;
  killer: Killer;
  /** The database. */
  file: string;
  /** Found wrong before. */
  faults: string[];
}

export interface JudgedRun {
  id: string;
  ticket: string;
  status: string;
  version: number;
  context: RunContext;
}

export async function judge(the: Case): Promise<Verdict> {
  const { world, killer, person, faults } = the;
  const facts = await reading(the.file, factsOf);
  if (!facts) throw new Error('The bot has made no database.');
  const { runs } = facts;
  const posts = judgePosts(world, killer, facts);
  const leftovers = await judgeLeftovers(world, runs, killer.agentsKilled);
  return {
    ...posts.figures,
    runs: runs.length,
    hit: hitEffects(facts, killer),
    agentLives: leftovers.agentLives,
    agentsKilled: killer.agentsKilled.size,
    drafts: leftovers.drafts,
    failures: [
      ...faults,
      ...killer.deaths.map((words) => `the bot ended by itself: ${words}`),
      ...killer.defects.map((line) => `the bot reports a defect: ${line.slice(0, 1_000)}`),
      ...judgeRows(facts),
      ...runs.flatMap((run) =>
        judgeRun(
          run,
          facts.journal.filter((line) => line.run_id === run.id),
          killer.agentsKilled.has(run.id),
        ),
      ),
      ...person.deeds.flatMap((deed) => judgeDeed(deed, facts)),
      ...posts.failures,
      ...judgeBases(world, runs),
      ...runs
        .filter(({ ticket }) => isSpoken(ticket))
        .flatMap(({ id }) => judgeSaid(world.root, id, killer.agentsKilled.has(id))),
      ...leftovers.failures,
    ],
  };
}

export type Facts = Awaited<ReturnType<typeof factsOf>>;

async function factsOf(ask: Ask) {
  const stored = await ask('SELECT id, ticket, status, version, snapshot FROM runs ORDER BY created_at');
  return {
    runs: stored.map(
      (row): JudgedRun => ({
        id: String(row.id),
        ticket: String(row.ticket),
        status: String(row.status),
        version: Number(row.version),
        context: (JSON.parse(String(row.snapshot)) as { context: RunContext }).context,
      }),
    ),
    journal: await ask('SELECT run_id, seq, key, at, event, outcome FROM journal ORDER BY run_id, seq'),
    posts: await ask(
      `SELECT id, run_id, params, status, attempts, result FROM effects WHERE kind = 'slack.post'`,
    ),
    begun: await ask('SELECT id, kind, started_at FROM effects WHERE started_at IS NOT NULL ORDER BY kind'),
    wrong:
      await ask(`SELECT 'effect ' || id || ' ' || kind || ' is ' || status || coalesce(': ' || result, '') AS what
        FROM effects WHERE status <> 'done'
      UNION ALL SELECT 'inbox ' || key || ' is ' || status FROM inbox WHERE status <> 'done'
      UNION ALL SELECT 'timer ' || t.name || ' of ' || t.run_id || ' is left' FROM timers t JOIN runs r ON r.id = t.run_id WHERE r.status = 'closed'`),
    integrity: await ask('PRAGMA integrity_check'),
  };
}

function hitEffects({ begun, journal }: Facts, { kills }: Killer): Record<string, number> {
  const toldAt = new Map(journal.map(({ key, at }) => [String(key), Date.parse(String(at))]));
  const hit: Record<string, number> = {};
  for (const { id, kind, started_at } of begun) {
    const [from, to] = [Date.parse(String(started_at)), toldAt.get(`fx:${id}`) ?? 0];
    if (kills.some(({ at }) => from <= at && at <= to)) hit[String(kind)] = (hit[String(kind)] ?? 0) + 1;
  }
  return hit;
}

function judgeRows({ wrong, integrity, journal }: Facts): string[] {
  const keys = new Set(journal.map(({ run_id, key }) => `${run_id} ${key}`));
  return [
    ...wrong.map(({ what }) => String(what)),
    ...(keys.size === journal.length
      ? []
      : [`${journal.length - keys.size} events stand in the journal twice`]),
    ...integrity.map((row) => String(row.integrity_check)).filter((word) => word !== 'ok'),
  ];
}

function judgeRun(
  { id, ticket, status, version, context }: JudgedRun,
  journal: Row[],
  killed: boolean,
): string[] {
  const failures: string[] = [];
  const say = (words: string) => failures.push(`${id}: ${words}`);
  if (status !== 'closed' || context.outcome !== (isDiscarded(ticket) ? 'discarded' : 'merged'))
    say(`is ${status}, ${context.outcome ?? 'no outcome'}`);
  if (journal.some(({ seq }, at) => seq !== at + 1) || journal.length !== version)
    say(`the journal has ${journal.length} lines for version ${version}`);
  for (const { event, seq } of journal) {
    const { type, kind, detail } = JSON.parse(String(event)) as {
      type: string;
      kind?: string;
      detail?: string;
    };
    if (
      ['effect_broken', 'merge_refused', 'ticket_failed', 'post_refused', 'preparation_failed'].includes(type)
    )
      say(`event ${seq} is ${type} ${kind ?? ''} ${detail ?? ''}`);
  }
  for (const question of context.questions)
    if (!question.answer && !question.withdrawn) say(`question ${question.id} has no answer`);
  const asked = context.questions.map(({ field, lack, words }) => JSON.stringify({ field, lack, words }));
  for (const one of asked.filter((one, at) => asked.indexOf(one) !== at)) say(`asked twice: ${one}`);
  for (const words of judgeRequests(context.guidance, isSpoken(ticket), killed)) say(words);
  // A note makes the agent look, and mend, before the checks tell it to.
  const least = context.notes.length > 0 ? 1 : 2;
  if (context.evidence.length < least || context.evidence.length > 2)
    say(`${context.evidence.length} rounds of checks instead of two`);
  return failures;
}

interface Heard {
  type: string;
  text?: string;
}

/** What Slack said had worked has reached its run. */
function judgeDeed({ ticket, what, text, edited }: Deed, { runs, journal }: Facts): string[] {
  const mine = runs.filter((run) => run.ticket === ticket);
  const [run] = mine;
  if (!run || mine.length > 1) return [`${ticket}: ${what} was confirmed, and there are ${mine.length} runs`];
  const { questions, guidance, draft, startedBy, mergedBy } = run.context;
  const answers = [...questions, ...guidance].map((one) => one.answer?.text);
  const heard = journal
    .filter((line) => line.run_id === run.id)
    .map(({ event, outcome }) => ({ ...(JSON.parse(String(event)) as Heard), outcome }));
  const isLate = ({ type, outcome }: (typeof heard)[number]) => type === 'answer' && outcome === 'ignored';
  const arrived = {
    bootstrap: true,
    // An answer to a question that an edit has made needless was heard all the same.
    answer: edited || answers.includes(text) || heard.some((event) => isLate(event) && event.text === text),
    keep: questions.some(({ keptBy }) => keptBy !== undefined),
    // The brief has to say it: the person looks before she starts.
    edit: answers.includes(text) && draft.scope?.text === scopeIn(text),
    start: startedBy !== undefined,
    merge: mergedBy !== undefined,
    discard: run.context.outcome === 'discarded',
    // It may have come too late, but it has come.
    tell: heard.some((event) => event.type === 'tell' && text?.endsWith(event.text ?? '?') === true),
    permit: guidance.some(({ answer }) => answer?.permit?.choice === 'once'),
    fill: guidance.some(({ answer }) => isDeepStrictEqual(answer?.values, FILLED.values)),
    pause: heard.some((event) => event.type === 'pause'),
    resume: heard.some((event) => event.type === 'resume'),
  };
  return arrived[what] ? [] : [`${run.id}: lost: ${what} ${text ?? ''}`];
}
