/**
 * The real agents behind the wrappers of examples/wrap: each edits a file, then tries everything that it must not be able
 * to do. Prints a table. `node --import tsx test/agents/containment.ts [--recipe NAME] [agent …]`
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { groupsNaming } from '../../src/shell/process-record.js';
import { writableGit } from '../../src/stages/agents/acp/git-folders.js';
import { makePlace, type Place, put, text } from './containment/place.js';
import { NEEDS, type Recipe, recipes } from './containment/recipes.js';
import { AGENTS, type AgentName, offline } from './environments.js';
import { cacheFolder, installAgents } from './install.js';
import { marker } from './model/script.js';
import { type Model, startModel } from './model/server.js';
import { type Probe, probe } from './probe.js';

/** What the attack may reach, in its own words. */
const MAY = ['work', 'contract', 'history', 'status', 'own-home', 'temporary', 'ask', 'names'];
/** And this, with `--commits`. */
const COMMITS = ['commit', 'move-branch'];
const isRoot = process.getuid?.() === 0;
/** Codex's own sandbox cannot be set up by a root without powers. Otherwise it stands within the other one. */
const CODEX_MODE = isRoot ? 'agent-full-access' : 'workspace-write';
/** It makes folders where it may write for commits, and ends where it cannot. Its commands do not write to HOME. */
const withinItsOwn = (agent: AgentName) => agent === 'codex' && !isRoot;

type Ready = Extract<Recipe, { wrap: string[] }>;
/** A line of the table: `yes`, or what was seen instead. */
type Seen = Record<string, string>;

const INIT = {
  protocolVersion: 1,
  clientInfo: { name: 'containment', version: '1' },
  clientCapabilities: { elicitation: { form: {}, url: {} } },
};

async function contained(agent: AgentName, recipe: Ready, bin: string): Promise<Seen> {
  const place = makePlace(cacheFolder());
  const model = await startModel();
  const started: Probe[] = [];
  try {
    const { command, env } = arrange(agent, place, bin, model);
    const needs = NEEDS[agent];
    const options = ['--read', dirname(dirname(bin)), '--read', needs.read, '--write', needs.write];
    if (withinItsOwn(agent)) options.push('--commits');
    const begin = () => {
      const one = probe([...recipe.wrap, ...options, '--', ...command], env, place.tree, allow);
      started.push(one);
      return one;
    };
    return await journey(agent, place, model, begin);
  } catch (error) {
    const words = (error as { message?: string }).message ?? String(error);
    return { fault: `${words} ${started.at(-1)?.stderr().slice(-500) ?? ''}`.trim().replaceAll('\n', ' ') };
  } finally {
    for (const one of started) one.kill('SIGKILL');
    await model.close();
    place.remove();
  }
}

/** The agent as a user has it: settings and log-in below HOME, nothing else named in the environment. */
function arrange(agent: AgentName, place: Place, bin: string, model: Model) {
  const { command, env } = offline(agent, bin, place.user, model.url);
  const elsewhere = /^(HOME|CLAUDE_CONFIG_DIR|CODEX_HOME|GEMINI_CLI_HOME|XDG_\w+|OPENCODE_CONFIG)$/;
  const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !elsewhere.test(name)));
  const moved: Partial<Record<AgentName, string>> = { codex: 'codex/config.toml', opencode: 'opencode.json' };
  const { read, write } = NEEDS[agent];
  mkdirSync(dirname(join(place.user, read)), { recursive: true });
  const from = moved[agent];
  if (from) renameSync(join(place.user, from), join(place.user, read));
  if (!existsSync(join(place.user, read))) put(join(place.user, read), '{}\n');
  put(join(place.user, write), '{}\n');
  // as metawsm opens Codex's own sandbox for commits, which end at the outer one
  const worktrees = [{ name: 'api', path: place.tree }] as Parameters<typeof writableGit>[1]['worktrees'];
  const roots = { sandbox_workspace_write: { writable_roots: writableGit(place.home, { worktrees }) } };
  const quirks = {
    ...(agent === 'codex' ? { CODEX_CONFIG: JSON.stringify(roots) } : {}),
    ...(agent === 'claude' && isRoot ? { IS_SANDBOX: '1' } : {}),
    ...(agent === 'gemini' ? { GEMINI_CLI_NO_RELAUNCH: 'true' } : {}),
  };
  return { command, env: { ...place.env, ...rest, ...quirks, HOME: place.user } };
}

// biome-ignore lint/suspicious/noExplicitAny: foreign messages are looked at as they are
function allow(method: string, params: any): unknown {
  if (method !== 'session/request_permission') return undefined;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const option = params.options.find((one: any) => one.kind === 'allow_once');
  return { outcome: { outcome: 'selected', optionId: option.optionId } };
}

async function journey(agent: AgentName, place: Place, model: Model, begin: () => Probe): Promise<Seen> {
  const { read, write } = NEEDS[agent];
  const first = begin();
  const about = await first.ask('initialize', INIT);
  const paths = {
    cwd: place.tree,
    mcpServers: [],
    additionalDirectories: [join(place.workspace, '.metawsm')],
  };
  const { sessionId } = await first.ask('session/new', paths);
  if (agent === 'codex')
    await first.ask('session/set_config_option', { sessionId, configId: 'mode', value: CODEX_MODE });
  const say = (one: Probe, words: string) =>
    one.ask('session/prompt', { sessionId, prompt: [{ type: 'text', text: words }] });
  const report = join(place.workspace, '.metawsm/report');
  const attack = [
    join(place.workspace, 'attack.sh'),
    place.home,
    place.other,
    join(place.user, 'secret'),
    process.pid,
  ];
  await say(
    first,
    `Please. ${marker([
      { write: { path: join(place.tree, 'greeting.txt'), content: 'Hello\n' } },
      { shell: `sh ${attack.join(' ')} > ${report} 2>&1` },
      { write: { path: join(place.root, 'outside'), content: 'x\n' } },
      { shell: `echo >> ~/${read}; echo renewed >> ~/${write}; cat ${place.home}/metawsm.sqlite` },
      { text: 'DONE {{last}}' },
    ])}`,
  );
  const tried = text(report).trim().split('\n');
  const could = tried.filter((line) => line.endsWith(' yes')).map((line) => line.replace(' yes', ''));
  const beyond = could.filter(
    (name) => !MAY.includes(name) && !(withinItsOwn(agent) && COMMITS.includes(name)),
  );
  const lacked = MAY.filter((name) => !could.includes(name) && !(withinItsOwn(agent) && name === 'own-home'));
  const answered = model.requests.find(({ why }) => why === 'step 3 of 5')?.result ?? 'not asked to';
  const leaked = [...model.requests.map(({ result }) => result), text(report)].join('\n');
  const seen: Seen = {
    edits: text(join(place.tree, 'greeting.txt')) === 'Hello\n' ? 'yes' : 'no',
    attacks: tried.length < 20 ? `not tried: ${answered.replaceAll('\n', ' ').slice(-300)}` : 'yes',
    works: lacked.length === 0 ? 'yes' : `not ${lacked.join(', ')}`,
    kept: beyond.length > 0 || /of metawsm|of the user/.test(leaked) ? `REACHED ${beyond.join(', ')}` : 'yes',
    outside: existsSync(join(place.root, 'outside')) ? 'WROTE OUTSIDE' : 'yes',
    settings: /\n\n$/.test(text(join(place.user, read))) ? 'WROTE SETTINGS' : 'yes',
    logIn: text(join(place.user, write)).includes('renewed') || withinItsOwn(agent) ? 'yes' : 'not renewed',
  };
  return {
    ...seen,
    ...(await again(agent, place, model, about, first, begin, { sessionId, ...paths }, say)),
  };
}

/** Ends the agent, and goes on with its session behind a new wall. */
async function again(
  agent: AgentName,
  place: Place,
  model: Model,
  // biome-ignore lint/suspicious/noExplicitAny: as the agent sent it
  about: any,
  first: Probe,
  begin: () => Probe,
  session: { sessionId: string },
  say: (one: Probe, words: string) => Promise<unknown>,
): Promise<Seen> {
  first.kill('SIGTERM');
  await Promise.race([first.ended, delay(5_000)]);
  await delay(1_000);
  first.kill('SIGKILL');
  // an end that only a signal to the group reaches, and a container that is removed from outside
  for (let tries = 0; tries < 50 && groupsNaming(place.home).length > 0; tries += 1) await delay(100);
  const left = groupsNaming(place.home).length;
  // a session that is loaded in the minute in which it was made is lost
  if (agent === 'gemini') await delay(60_000 - (Date.now() % 60_000));
  const second = begin();
  await second.ask('initialize', INIT);
  await second.ask(
    about.agentCapabilities.sessionCapabilities?.resume ? 'session/resume' : 'session/load',
    session,
  );
  await say(second, 'Again.');
  const words = model.requests.findLast(({ why }) => why === 'echo')?.answer.text ?? 'nothing was asked';
  return {
    ends: left === 0 ? 'yes' : `${left} left`,
    resumes: /ECHO prompts=1 turns=\d+ results=[1-9]/.test(words) ? 'yes' : `no: ${words.slice(0, 80)}`,
  };
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { recipe: { type: 'string' } },
  });
  const agents = AGENTS.filter((agent) => positionals.length === 0 || positionals.includes(agent));
  const { bin, versions } = await installAgents(console.log);
  const workshop = makePlace(cacheFolder());
  let faults = 0;
  for (const recipe of recipes(workshop, values.recipe)) {
    if ('missing' in recipe) {
      console.warn(`SKIPPED: ${recipe.name}: ${recipe.missing}, so no agent is tried in it.`);
      continue;
    }
    for (const agent of agents) {
      const seen = await contained(agent, recipe, bin);
      const bad = Object.entries(seen).filter(([, what]) => what !== 'yes');
      const mode = agent === 'codex' ? `, mode ${CODEX_MODE}` : '';
      console.log(`${recipe.name} · ${agent} (${versions[agent]}${mode}): ${lineOf(seen)}`);
      if (bad.length > 0) faults += 1;
    }
    recipe.end();
  }
  workshop.remove();
  rmSync(workshop.root, { recursive: true, force: true });
  return faults > 0 ? 1 : 0;
}

const lineOf = (seen: Seen): string =>
  Object.entries(seen)
    .map(([name, what]) => (what === 'yes' ? name : `${name.toUpperCase()}: ${what}`))
    .join(' · ');

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
