/**
 * `npm run test:agents -- --containment`: the real agents behind the wrappers of examples/wrap, without the product between.
 * Each edits a file, then tries everything that it must not be able to do.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { groupsNaming } from '../../src/shell/process-record.js';
import { writableGit } from '../../src/stages/agents/acp/git-folders.js';
import { atHome, NEEDS, optionsFor } from './containment/at-home.js';
import { makePlace, type Place, text } from './containment/place.js';
import { type Recipe, recipes } from './containment/recipes.js';
import type { AgentName } from './environments.js';
import { cacheFolder, type Installed } from './install.js';
import { marker } from './model/script.js';
import { type Model, startModel } from './model/server.js';
import { type Probe, probe } from './probe.js';

/** What the attack may reach, in its own words. */
const MAY = ['work', 'contract', 'history', 'status', 'own-home', 'temporary', 'ask', 'names'];
/** And this, with `--commits`. */
const COMMITS = ['commit', 'move-branch'];
const isRoot = process.getuid?.() === 0;
/** Codex's own sandbox cannot be set up by the root of a container. In bubblewrap it stands within the other one. */
const codexMode = ({ name }: Recipe) =>
  isRoot && name !== 'bubblewrap' ? 'agent-full-access' : 'workspace-write';
/** It makes folders where it may write for commits, and ends where it cannot. Its commands do not write to HOME. */
const withinItsOwn = (agent: AgentName, recipe: Recipe) =>
  agent === 'codex' && codexMode(recipe) === 'workspace-write';

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
    const options = optionsFor(agent, bin);
    const begin = () => {
      const one = probe([...recipe.wrap, ...options, '--', ...command], env, place.tree, allow);
      started.push(one);
      return one;
    };
    return await journey(agent, recipe, place, model, begin);
  } catch (error) {
    const words = (error as { message?: string }).message ?? String(error);
    return { fault: `${words} ${started.at(-1)?.stderr().slice(-500) ?? ''}`.trim().replaceAll('\n', ' ') };
  } finally {
    for (const one of started) one.kill('SIGKILL');
    await model.close();
    place.remove();
  }
}

/** The agent as a user has it, and what its preset sets. */
function arrange(agent: AgentName, place: Place, bin: string, model: Model) {
  const { command, env } = atHome(agent, bin, place.user, model.url);
  // as metawsm opens Codex's own sandbox for commits, which end at the outer one
  const worktrees = [{ name: 'api', path: place.tree }] as Parameters<typeof writableGit>[1]['worktrees'];
  const roots = { sandbox_workspace_write: { writable_roots: writableGit(place.home, { worktrees }) } };
  const quirks = {
    ...(agent === 'codex' ? { CODEX_CONFIG: JSON.stringify(roots) } : {}),
    ...(agent === 'claude' && isRoot ? { IS_SANDBOX: '1' } : {}),
    ...(agent === 'gemini' ? { GEMINI_CLI_NO_RELAUNCH: 'true' } : {}),
  };
  return { command, env: { ...place.env, ...env, ...quirks } };
}

// biome-ignore lint/suspicious/noExplicitAny: foreign messages are looked at as they are
function allow(method: string, params: any): unknown {
  if (method !== 'session/request_permission') return undefined;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const option = params.options.find((one: any) => one.kind === 'allow_once');
  return { outcome: { outcome: 'selected', optionId: option.optionId } };
}

async function journey(
  agent: AgentName,
  recipe: Recipe,
  place: Place,
  model: Model,
  begin: () => Probe,
): Promise<Seen> {
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
    await first.ask('session/set_config_option', { sessionId, configId: 'mode', value: codexMode(recipe) });
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
    (name) => !MAY.includes(name) && !(agent === 'codex' && COMMITS.includes(name)),
  );
  const lacked = MAY.filter(
    (name) => !could.includes(name) && !(withinItsOwn(agent, recipe) && name === 'own-home'),
  );
  const answered = model.requests.find(({ why }) => why === 'step 3 of 5')?.result ?? 'not asked to';
  const leaked = [...model.requests.map(({ result }) => result), text(report)].join('\n');
  const seen: Seen = {
    edits: text(join(place.tree, 'greeting.txt')) === 'Hello\n' ? 'yes' : 'no',
    attacks: tried.length < 20 ? `not tried: ${answered.replaceAll('\n', ' ').slice(-300)}` : 'yes',
    works: lacked.length === 0 ? 'yes' : `not ${lacked.join(', ')}`,
    kept: beyond.length > 0 || /of metawsm|of the user/.test(leaked) ? `REACHED ${beyond.join(', ')}` : 'yes',
    outside: existsSync(join(place.root, 'outside')) ? 'WROTE OUTSIDE' : 'yes',
    settings: /\n\n$/.test(text(join(place.user, read))) ? 'WROTE SETTINGS' : 'yes',
    logIn:
      text(join(place.user, write)).includes('renewed') || withinItsOwn(agent, recipe)
        ? 'yes'
        : 'not renewed',
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

/** Prints a line for each agent and recipe; true where everything was as it should be. `only` names one recipe. */
export async function tryRecipes(
  agents: readonly AgentName[],
  { bin, versions }: Installed,
  say: (words: string) => void,
  only?: string,
): Promise<boolean> {
  const workshop = makePlace(cacheFolder());
  let faults = 0;
  try {
    for (const recipe of recipes(workshop, only)) {
      if ('missing' in recipe) {
        say(`SKIPPED: ${recipe.name}: ${recipe.missing}, so NO agent is tried in it.`);
        continue;
      }
      for (const agent of agents) {
        const seen = await contained(agent, recipe, bin);
        const mode = agent === 'codex' ? `, mode ${codexMode(recipe)}` : '';
        say(`${recipe.name} · ${agent} (${versions[agent]}${mode}): ${lineOf(seen)}`);
        if (Object.values(seen).some((what) => what !== 'yes')) faults += 1;
      }
      recipe.end();
    }
  } finally {
    workshop.remove();
  }
  return faults === 0;
}

const lineOf = (seen: Seen): string =>
  Object.entries(seen)
    .map(([name, what]) => (what === 'yes' ? name : `${name.toUpperCase()}: ${what}`))
    .join(' · ');
