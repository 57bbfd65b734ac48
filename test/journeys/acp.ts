/** The scripted agent of the Agent Client Protocol as an agent of a world. One folder, so one run at a time. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporary } from '../fixtures/git-repos.js';

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
}

const AGENT = resolve('test/fixtures/agents/acp-agent.mjs');

/** The last step of most turns: the check finds the file, and the agent says that it is done. */
export const FINISHES: Step = { files: { 'api/greeting.txt': 'Hello\n' }, done: 'It greets.' };

/** A command that it wants to run. */
export const wantsTo = (command: string, id: string | number): Step => ({
  permission: { title: command, command, id },
});

/** A form by elicitation. */
export const asks = (
  id: string | number,
  message: string,
  properties: object,
  required: string[] = [],
): Step => ({
  ask: {
    method: 'elicitation/create',
    id,
    params: { mode: 'form', message, requestedSchema: { type: 'object', properties, required } },
  },
});

export class ScriptedAgent {
  readonly folder = temporary();

  /** `lines`: of its entry in metawsm.yml. */
  constructor(
    script: Script,
    private readonly more: string[] = [],
  ) {
    this.play(script);
  }

  play(script: Script): void {
    writeFileSync(join(this.folder, 'script.json'), JSON.stringify(script));
  }

  /** For `agents` of a world. */
  get entry(): { lines: string[] } {
    const command = [process.execPath, AGENT, this.folder];
    return { lines: ['runner: acp', `command: ${JSON.stringify(command)}`, ...this.more] };
  }

  /** A file that the script waits for. */
  make = (name: string) => writeFileSync(join(this.folder, name), '');

  noted = (name: string) =>
    existsSync(join(this.folder, name)) ? readFileSync(join(this.folder, name), 'utf8') : '';

  pids = () => this.noted('pids').trim().split('\n').filter(Boolean).map(Number);

  heard = (): Heard[] =>
    this.noted('heard.jsonl')
      .split('\n')
      .flatMap((line) => parsed(line) ?? []);

  methods = () => this.heard().flatMap(({ method }) => method ?? []);

  /** What came as an answer to its own requests, in the order in which it came: the same id twice is a fault. */
  answers = () => this.heard().flatMap(({ id, method, result }) => (method ? [] : [{ id, result }]));

  answerTo = (id: string | number) => this.answers().find((one) => one.id === id)?.result;

  prompt = (turn: number) => this.noted(`prompt-${turn}`);
}

/** Undefined for half a line. */
function parsed(line: string): Heard | undefined {
  try {
    return JSON.parse(line) as Heard;
  } catch {
    return undefined;
  }
}
