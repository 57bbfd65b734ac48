/**
 * A bot that starts an agent and stays until it is killed. Arguments: home, workspace, the agent as JSON, a file with
 * the run's context, and `die-first` to be killed at the moment at which the process is noted.
 */
import { readFileSync } from 'node:fs';
import type { RunContext } from '../../../src/run/context.js';
import { agentStage } from '../../../src/stages/agents/agents.js';
import { now } from '../desk.js';
import { optionsFor } from './bench.js';

const [home = '', workspace = '', agent = '', context = '', dieFirst] = process.argv.slice(2);
const run = JSON.parse(readFileSync(context, 'utf8')) as RunContext;

const stage = agentStage({
  ...optionsFor(home, workspace, JSON.parse(agent)),
  deliver: async () => ({ kind: 'unknown' }),
  now: () => {
    if (dieFirst) process.kill(process.pid, 'SIGKILL');
    return now();
  },
});
const call = {
  id: '1',
  inDoubt: false,
  startedAt: now(),
  signal: new AbortController().signal,
  outlook: () => new Map(),
};
const event = await stage['agent.start']({ step: run.step, mode: 'start' }, run, call);
process.stdout.write(`${event?.type}\n`);
setInterval(() => {}, 1_000);
