/** From metawsm.yml as it is written to the values that the program works with. */
import { parseCommand } from '../run/command-line.js';
import { absolute } from './environment.js';
import { durationMs, keptMs, sizeBytes } from './measures.js';
import { presetOf } from './presets.js';
import type { WrittenConfiguration } from './schema.js';
import type { AgentConfig, CommandLine, Config, OriginConfig, RepoConfig } from './types.js';
import type { Environment } from './variables.js';

/** Where relative paths count from, and the environment that `~/` is looked up in. */
interface Ground {
  base: string;
  env: Environment;
}

type Settings = Omit<Config, 'slack' | 'home' | 'file' | 'database' | 'logLevel' | 'github' | 'environment'>;

/** Converts what has been checked already. */
export function settingsOf(written: WrittenConfiguration, ground: Ground): Settings {
  const { remindAfter, escalateAfter, ...guidance } = written.guidance;
  const { timeout, ...checks } = written.checks;
  const { interviewer } = written.intake;
  const { silence, runTime, disk, agents } = written.limits;
  return {
    repos: written.repos.map((repo) => repoOf(repo, ground)),
    agents: written.agents.map((agent) => agentOf(agent, ground)),
    // With several agents the reference check has made sure that one is named.
    defaultAgent: written.defaultAgent ?? written.agents[0]!.name,
    access: written.access,
    channels: written.channels,
    intake: { ...(interviewer === undefined ? {} : { interviewer }), timeoutMs: ms(written.intake.timeout) },
    git: written.git,
    guidance: { ...guidance, remindAfterMs: ms(remindAfter), escalateAfterMs: ms(escalateAfter) },
    checks: { ...checks, timeoutMs: ms(timeout) },
    limits: {
      agents,
      startTimeMs: ms(startTimeOf(written)),
      silenceMs: ms(silence),
      runTimeMs: ms(runTime),
      diskBytes: checked(sizeBytes(disk), disk),
    },
    pool: { size: written.pool.size, fetchMs: ms(written.pool.fetch) },
    events: keptMs(written.events.keep) === undefined ? {} : { keepMs: keptMs(written.events.keep) },
    ...(written.tickets && { tickets: { ...written.tickets, root: withoutDots(written.tickets.root) } }),
    redact: written.redact,
  };
}

function repoOf(written: WrittenConfiguration['repos'][number], ground: Ground): RepoConfig {
  const { path, url, ...repo } = written;
  return {
    ...repo,
    ...originOf(path, url, ground),
    setup: repo.setup.map(commandOf),
    copy: repo.copy.map(withoutDots),
    checks: repo.checks.map(commandOf),
  };
}

/** The reference check has made sure that it is exactly one. */
function originOf(path: string | undefined, url: string | undefined, ground: Ground): OriginConfig {
  if (path !== undefined) return { path: absolute(path, ground.base, ground.env) };
  if (url === undefined) throw new Error('an unchecked repository');
  return { url };
}

function agentOf(written: WrittenConfiguration['agents'][number], ground: Ground): AgentConfig {
  const { resumeCommand, interviewCommand, permissions, preset, ...rest } = written;
  const runner = written.runner ?? (preset ? 'acp' : 'command');
  const interviewer = interviewCommand ?? presetOf(preset)?.interviewCommand;
  return {
    ...rest,
    runner,
    ...(preset && { preset }),
    command: vectorOf(written.command ?? [], ground),
    ...(runner === 'acp' && { permissions: permissions ?? { allow: [], ask: [], deny: [] } }),
    ...(resumeCommand && { resumeCommand: vectorOf(resumeCommand, ground) }),
    ...(interviewer && { interviewCommand: vectorOf(interviewer, ground) }),
    wrap: vectorOf(written.wrap, ground),
  };
}

/** An agent whose program npx may have to fetch takes longer the first time. */
function startTimeOf({ limits, agents }: WrittenConfiguration): string {
  const isFetched = ({ preset, command }: WrittenConfiguration['agents'][number]) =>
    !command && presetOf(preset)?.commands.some(([program]) => program === 'npx');
  return limits.startTime ?? (agents.some(isFetched) ? '5m' : '60s');
}

/** The first word counts from the file when it holds a slash; without one PATH is searched. */
function vectorOf(words: string[], ground: Ground): string[] {
  const [program, ...rest] = words;
  if (program === undefined) return [];
  return [program.includes('/') ? absolute(program, ground.base, ground.env) : program, ...rest];
}

/** Setup and checks belong to the repository, so a program with a slash stays relative to the worktree. */
function commandOf(text: string): CommandLine {
  const parsed = parseCommand(text);
  if (!parsed.ok) throw new Error(`an unchecked command: ${text}`);
  return { text: text.trim(), argv: parsed.argv };
}

/** `./a//b/` → `a/b`. */
function withoutDots(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

const ms = (text: string) => checked(durationMs(text), text);

function checked(value: number | undefined, text: string): number {
  if (value === undefined) throw new Error(`an unchecked measure: ${text}`);
  return value;
}
