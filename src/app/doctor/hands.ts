/** Repositories and agents, each as a probe of its own, in the environments in which runs use them. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentConfig, type Config, presetOf } from '../../config.js';
import type { Probe } from '../../doctor/examine.js';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { makeRehearsal } from '../../shell/rehearse-push.js';
import { examineAgent, examineInterviewer } from '../../stages/agents/examine.js';
import { examineRepository } from '../../stages/workspace/examine.js';
import { environments } from '../environments.js';

/** A folder that is gone afterwards, arranged like a home, since wrappers look for one. */
export async function withScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'metawsm-doctor-'));
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

const NETWORK_MS = 20_000;
const ANSWER_MS = 15_000;

/** No run: what environments and plans are made for. */
const nobody = (agent: string) => ({ id: 'doctor', ticket: 'doctor', agent: { name: agent } });

export function repositoryProbes(config: Config, scratch: string): Probe[] {
  const env = environments(config, join(scratch, 'bin'));
  const { well } = findingsOn('git');
  const rehearsal = makeRehearsal(join(scratch, 'rehearsal.git'), config.git);
  // whoever needs it hears of it
  rehearsal.catch(() => undefined);
  return config.repos.map((repo) => ({
    subject: 'git',
    name: `the repository ${repo.name}`,
    limitMs: 2 * NETWORK_MS,
    async look(signal): Promise<Finding[]> {
      const found = await examineRepository(repo, {
        home: config.home,
        path: env.repo(repo.name, nobody(config.defaultAgent)).PATH ?? '',
        isWrapped: env.wrap(config.defaultAgent).length > 0,
        rehearsal: await rehearsal,
        signal,
        timeoutMs: NETWORK_MS,
      });
      const { tickets } = config;
      if (tickets?.repo !== repo.name || found.some(({ grade }) => grade === 'fault')) return found;
      return [...found, well('doctor_tickets', { name: `${tickets.root}/`, repo: repo.name })];
    },
  }));
}

export function agentProbes(config: Config, scratch: string, answerMs = ANSWER_MS): Probe[] {
  const env = environments(config, join(scratch, 'bin'));
  return config.agents.map((agent) => ({
    subject: 'agents',
    name: `the agent ${agent.name}`,
    limitMs: 3 * answerMs + 5_000,
    async look(signal): Promise<Finding[]> {
      const workspace = join(scratch, 'workspaces', agent.name);
      const contract = join(workspace, '.metawsm');
      await mkdir(contract, { recursive: true });
      const ground = {
        home: scratch,
        binDir: join(scratch, 'bin'),
        env: { ...env.agent(agent, nobody(agent.name)), METAWSM_WORKSPACE: workspace },
        contract,
        workspace,
        root: process.getuid?.() === 0,
      };
      const found = await examineAgent(specOf(agent), { ...ground, signal, limitMs: answerMs });
      if (config.intake.interviewer !== agent.name) return found;
      return [...found, ...examineInterviewer(agent, agent.interviewCommand ?? agent.command, ground)];
    },
  }));
}

function specOf(agent: AgentConfig) {
  const facts = presetOf(agent.preset);
  return facts ? { ...agent, facts } : agent;
}
