/** An agent stage over a desk, with the fixture agents. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AgentMode } from '../../../src/run/agent-life.js';
import type { RunEvent } from '../../../src/run/events.js';
import { isAlive, recordOf } from '../../../src/shell/process-record.js';
import { writeWhole } from '../../../src/shell/whole-file.js';
import { type AgentStage, agentStage } from '../../../src/stages/agents/agents.js';
import type { AgentOptions, AgentSpec } from '../../../src/stages/agents/options.js';
import { call, Desk, now } from '../desk.js';

export const fixture = (name: string) => resolve('test/fixtures/agents', `${name}.sh`);

export const spec = (command: string[], more: Partial<AgentSpec> = {}): AgentSpec => ({
  name: 'script',
  command,
  env: [],
  wrap: [],
  ...more,
});

/** Everything but `deliver`; what a bot in another process builds as well. */
export function optionsFor(home: string, workspace: string, agent: AgentSpec): Omit<AgentOptions, 'deliver'> {
  return {
    home,
    agents: [agent],
    environment: () => ({ PATH: process.env.PATH ?? '', METAWSM_WORKSPACE: workspace, TASK: 'x' }),
    identityEnvironment: { GIT_AUTHOR_NAME: 'metawsm' },
    binDir: join(home, 'bin'),
    now,
    redact: (text) => text.replaceAll('hunter2hunter2', '[redacted]'),
    graceMs: 200,
    pollMs: 50,
  };
}

export class Bench {
  readonly desk: Desk;
  readonly stages: AgentStage[] = [];
  constructor(repos?: string[]) {
    this.desk = new Desk(repos);
    mkdirSync(join(this.desk.home, 'bin'), { recursive: true });
  }

  stage(agent: AgentSpec, more: Partial<AgentOptions> = {}): AgentStage {
    const { home, workspace, deliver } = this.desk;
    const stage = agentStage({ ...optionsFor(home, workspace, agent), deliver, ...more });
    this.stages.push(stage);
    return stage;
  }

  /** What the engine does with the machine's wish for an agent; the run's own step and mode unless told otherwise. */
  async start(
    stage: AgentStage,
    params: Partial<{ step: number; mode: AgentMode }> = {},
  ): Promise<RunEvent | undefined> {
    const { step, mode } = { step: this.desk.run.step, mode: this.desk.run.agentMode, ...params };
    return stage['agent.start']({ step, mode }, this.desk.run, call());
  }

  file = (name: string) => join(this.desk.workspace, name);
  read = (name: string) => (existsSync(this.file(name)) ? readFileSync(this.file(name), 'utf8') : '');
  runFile = (name: string) => join(this.desk.home, 'runs', this.desk.run.id, name);
  pids = (): number[] => this.read('pids').trim().split('\n').filter(Boolean).map(Number);
  /** Whole at once: the agent reads it as soon as it is there. */
  end = (code: number) => writeWhole(this.file('end'), String(code));

  /** Ends everything that a test may have left. */
  async close(): Promise<void> {
    for (const stage of this.stages) await stage.close();
    for (const stage of this.stages.slice(0, 1))
      await stage['processes.end']({ step: 99 }, this.desk.run, call());
  }
}

export function alive(pid: number): boolean {
  const record = recordOf(pid);
  return record !== undefined && isAlive(record);
}
