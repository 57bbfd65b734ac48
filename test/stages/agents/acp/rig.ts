/** A bench with the scripted agent of the Agent Client Protocol. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AgentMode } from '../../../../src/run/agent-life.js';
import type { RunEvent } from '../../../../src/run/events.js';
import type { GuidanceRequest } from '../../../../src/run/guidance-request.js';
import type { PermitChoice } from '../../../../src/run/permissions.js';
import type { AgentStage } from '../../../../src/stages/agents/agents.js';
import type { AgentOptions, AgentSpec } from '../../../../src/stages/agents/options.js';
import { now, until } from '../../desk.js';
import { Bench, spec } from '../bench.js';

export type Step = Record<string, unknown>;

export interface Script {
  turns: Step[][];
  [key: string]: unknown;
}

interface Heard {
  id?: string | number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { code: number };
}

function parsed(line: string): Heard | undefined {
  try {
    return JSON.parse(line) as Heard;
  } catch {
    return undefined;
  }
}

const AGENT = resolve('test/fixtures/agents/acp-agent.mjs');
export const FAST = { progressMs: 100, figuresMs: 300, politeMs: 300, unfedMs: 300 };

export class Rig extends Bench {
  readonly folder: string;
  readonly warnings: string[] = [];
  /** Step of the turn that was begun last. */
  step = 0;

  constructor(script: Script) {
    super();
    this.folder = join(this.desk.home, 'agent');
    mkdirSync(this.folder);
    this.play(script);
  }

  play(script: Script): void {
    writeFileSync(join(this.folder, 'script.json'), JSON.stringify(script));
  }

  environment = () => ({
    PATH: process.env.PATH ?? '',
    ACP_FOLDER: this.folder,
    ACP_SCRIPT: join(this.folder, 'script.json'),
  });

  agent(more: Partial<AgentSpec> = {}): AgentSpec {
    return spec([AGENT], { runner: 'acp', ...more });
  }

  /** Also where another process has started the agent, and the test failed before anybody took over. */
  override async close(): Promise<void> {
    if (this.stages.length === 0) this.open();
    await super.close();
  }

  /** A stage that the run's moves reach. */
  open(more: Partial<AgentOptions> = {}, agent: Partial<AgentSpec> = {}): AgentStage {
    const stage = this.stage(this.agent(agent), {
      environment: this.environment,
      tempo: FAST,
      warn: (_, message) => this.warnings.push(message),
      ...more,
    });
    this.desk.onMove = (run) => stage.follow(run);
    return stage;
  }

  /** Begins the turn of the run's present step. */
  async begin(more: Partial<AgentOptions> = {}, agent: Partial<AgentSpec> = {}): Promise<AgentStage> {
    const stage = this.open(more, agent);
    this.step = this.desk.run.step;
    const event = await this.start(stage);
    if (event?.type !== 'agent_started') throw new Error(`not started: ${JSON.stringify(event)}`);
    return stage;
  }

  /** The life that the machine wants next, with the news that it began. */
  async next(stage: AgentStage, mode: AgentMode = 'resume'): Promise<void> {
    const { run } = this.desk;
    const step = run.step + 1;
    Object.assign(run, { step, agentMode: mode });
    Object.assign(run.agent, { step, alive: true, starting: false });
    this.step = step;
    const event = await this.start(stage, { step, mode });
    if (event?.type !== 'agent_started') throw new Error(`not started: ${JSON.stringify(event)}`);
  }

  /** As the machine has it between its wish for an agent and the news of it. */
  unstarted(): void {
    Object.assign(this.desk.run.agent, { alive: false, starting: true });
  }

  make = (name: string) => writeFileSync(join(this.folder, name), '');
  noted = (name: string) =>
    existsSync(join(this.folder, name)) ? readFileSync(join(this.folder, name), 'utf8') : '';
  override pids = () => this.noted('pids').trim().split('\n').filter(Boolean).map(Number);
  heard = (): Heard[] =>
    this.noted('heard.jsonl')
      .split('\n')
      .filter(Boolean)
      .flatMap((line) => parsed(line) ?? []);
  methods = () => this.heard().flatMap(({ method }) => method ?? []);
  /** What reached the agent as an answer to its own request. */
  answers = () => this.heard().filter(({ method }) => method === undefined);
  turnFile = (name: string) => this.runFile(join(`acp-${this.step || this.desk.run.step}`, name));

  /** A person decides; what the machine asks for then is done by `deliver`. */
  permit(request: GuidanceRequest, choice: PermitChoice): GuidanceRequest {
    const answer = { text: choice, permit: { choice }, decision: { by: 'U1', at: now() } };
    Object.assign(request, { state: 'answered', answer });
    return request;
  }

  asked = async (count = 1): Promise<GuidanceRequest> => {
    await this.desk.delivered('guidance_requested', count);
    return this.desk.run.guidance[count - 1]!;
  };

  exited = (): Promise<Extract<RunEvent, { type: 'agent_exited' }>> => this.desk.delivered('agent_exited');

  log = () => (existsSync(this.runFile('agent.log')) ? readFileSync(this.runFile('agent.log'), 'utf8') : '');

  heardBy = (method: string) => until(() => this.methods().includes(method), `the agent hears ${method}`);
}
