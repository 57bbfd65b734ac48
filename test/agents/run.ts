/** `npm run test:agents`: the real agents, offline, driven through the bot by a pretend person in a pretend Slack. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeTemporary } from '../fixtures/git-repos.js';
import type { Case, Outcome } from './case.js';
import { ask, askItself } from './cases/ask.js';
import { contained } from './cases/contained.js';
import { edit } from './cases/edit.js';
import { agentKilled, botKilled } from './cases/killed.js';
import { deadModel, usageLimit } from './cases/model.js';
import { permission } from './cases/permission.js';
import { second } from './cases/second.js';
import { plan, spent } from './cases/seen.js';
import { always, longWait, slackText } from './cases/slow.js';
import { leftovers, stop } from './cases/stop.js';
import { tryRecipes } from './containment.js';
import { AGENTS, type AgentName } from './environments.js';
import { cacheFolder, type Installed, installAgents, NoRegistry } from './install.js';
import { type Matrix, markdown, withEarlier, writeDocument, writeJson } from './matrix.js';
import type { Noted } from './model/server.js';
import { observe } from './observe.js';
import { makeStage } from './stage.js';

const USAGE = `Usage: npm run test:agents -- [--only claude,codex] [--case ask,edit] [--write] [--slow] [--verbose]
       npm run test:agents -- --observe | --containment [--recipe bubblewrap|container] [--only …]

  --only     these agents: ${AGENTS.join(', ')}
  --case     these cases
  --write    puts the table into docs/agents.md, with what earlier runs of the same versions found
  --verbose  the whole of what was said when a case fails
  --slow     also cases that wait for minutes, for a nightly job
  --observe  no cases: prints every message of a session with the agent, without the bot
  --containment  no cases: the agents attack what lies behind examples/wrap, without the bot
`;

const CASES: readonly Case[] = [
  edit,
  permission,
  ask,
  askItself,
  stop,
  second,
  botKilled,
  agentKilled,
  deadModel,
  usageLimit,
  leftovers,
  plan,
  spent,
  contained,
  longWait,
  slackText,
  always,
];

const say = (words: string): void => void process.stdout.write(`${words}\n`);

const inOneLine = ({ why, result, answer, prompt }: Noted): string =>
  `- ${why}: read ${JSON.stringify(result.slice(0, 300))}, said ${JSON.stringify(answer).slice(0, 300)} to ${JSON.stringify(prompt.slice(0, 100))}`;

async function outcomeOf(one: Case, agent: AgentName, installed: Installed): Promise<Outcome> {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const cannot = one.cannot?.[agent];
  try {
    const stage = await makeStage(agent, installed, one.stage);
    let note: string | undefined;
    try {
      note = await one.play(stage);
    } catch (error) {
      (error as Error).stack += `\n\nThe model was asked:\n${stage.model.requests.map(inOneLine).join('\n')}`;
      throw error;
    } finally {
      await stage.close();
    }
    if (cannot)
      return { result: 'failed', note: `passes now, though it “${cannot.why}”`, seconds: seconds() };
    return { result: 'passed', note: note ?? '', seconds: seconds() };
  } catch (error) {
    const note = (error as Error).stack ?? String(error);
    if (!cannot) return { result: 'failed', note, seconds: seconds() };
    if (cannot.shows.test(note)) return { result: 'cannot', note: cannot.why, seconds: seconds() };
    return { result: 'failed', note: `fails otherwise than it should: ${note}`, seconds: seconds() };
  }
}

function chosen<T extends string>(given: string | undefined, all: readonly T[]): T[] {
  const names = given?.split(',') ?? all;
  const unknown = names.find((name) => !all.includes(name as T));
  if (unknown === undefined) return all.filter((name) => names.includes(name));
  say(`No ${unknown} here; there are ${all.join(', ')}.\n\n${USAGE}`);
  process.exit(64);
}

async function watch(agents: AgentName[], { bin }: Installed): Promise<void> {
  for (const agent of agents) {
    const root = mkdtempSync(join(cacheFolder(), 'observe-'));
    try {
      say(`== ${agent}\n${(await observe(agent, bin, root)).join('\n')}`);
    } finally {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
      removeTemporary();
    }
  }
}

async function play(agents: AgentName[], names: string[], installed: Installed, verbose: boolean) {
  const cases = CASES.filter(({ name }) => names.includes(name));
  const matrix: Matrix = { versions: installed.versions, cases, outcomes: {} };
  for (const agent of agents) {
    matrix.outcomes[agent] = {};
    for (const one of cases) {
      if (one.only && !one.only.includes(agent)) continue;
      const lacks = one.lacks?.();
      if (lacks) say(`SKIPPED: ${agent} ${one.name}: ${lacks}.`);
      if (lacks) continue;
      const outcome = await outcomeOf(one, agent, installed);
      matrix.outcomes[agent][one.name] = outcome;
      const note = verbose ? outcome.note : outcome.note.split('\n').slice(0, 2).join(' ').slice(0, 300);
      say(`${agent.padEnd(9)} ${one.name.padEnd(13)} ${outcome.result} ${outcome.seconds} s ${note}`);
    }
  }
  return matrix;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    case: { type: 'string' },
    write: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    observe: { type: 'boolean', default: false },
    slow: { type: 'boolean', default: false },
    containment: { type: 'boolean', default: false },
    recipe: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const agents = chosen(values.only, AGENTS);
  const named = chosen(
    values.case,
    CASES.map(({ name }) => name),
  );
  const slow = (name: string) => CASES.some((one) => one.name === name && one.slow);
  const cases = named.filter((name) => values.slow || values.case || !slow(name));
  const installed = await installAgents(say);
  if (values.observe) return watch(agents, installed);
  if (values.containment) {
    const good = await tryRecipes(agents, installed, say, values.recipe);
    process.exitCode = good ? 0 : 1;
    return;
  }
  const matrix = await play(agents, cases, installed, values.verbose);
  const files = agents.map((agent) => writeJson(matrix, agent, cacheFolder()));
  say(`\n${markdown(matrix)}\n\n${files.join('\n')}`);
  if (values.write && !writeDocument({ ...withEarlier(matrix, cacheFolder()), cases: CASES }))
    say('docs/agents.md has no marks for the table.');
  const all = Object.values(matrix.outcomes).flatMap((outcomes) => Object.values(outcomes));
  process.exitCode = all.some(({ result }) => result === 'failed') ? 1 : 0;
}

if (values.help) say(USAGE);
else {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof NoRegistry)) throw error;
    say(
      `SKIPPED: npm cannot reach its registry, so there is NO real agent to test with.\n${error.message.slice(0, 300)}`,
    );
  }
}
