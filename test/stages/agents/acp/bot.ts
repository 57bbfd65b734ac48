/**
 * A bot that starts the scripted agent and speaks with it until it is killed. Arguments: home, workspace, the agent as
 * JSON, its environment as JSON, a file with the run's context. It prints what it delivers, one JSON a line.
 */
import { readFileSync } from 'node:fs';
import type { RunContext } from '../../../../src/run/context.js';
import { agentStage } from '../../../../src/stages/agents/agents.js';
import { call } from '../../desk.js';
import { optionsFor } from '../bench.js';

const [home = '', workspace = '', agent = '', environment = '', context = ''] = process.argv.slice(2);
const run = JSON.parse(readFileSync(context, 'utf8')) as RunContext;
const tell = (key: string, event: unknown) => process.stdout.write(`${JSON.stringify({ key, event })}\n`);

setInterval(() => {}, 1_000);
const stage = agentStage({
  ...optionsFor(home, workspace, JSON.parse(agent)),
  environment: () => JSON.parse(environment) as Record<string, string>,
  deliver: async (_, event, key) => {
    tell(key, event);
    return { kind: 'unknown' };
  },
});
const event = await stage['agent.start']({ step: run.step, mode: 'start' }, run, call());
tell('started', event);
Object.assign(run.agent, { alive: true, starting: false });
stage.follow(run);
