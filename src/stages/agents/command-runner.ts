/** Agents that are plain programs: the prompt as standard input, output to a file, the exit code in a file. */
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startDetached } from '../../shell/detached.js';
import { findProgram } from '../../shell/find-program.js';
import { readEnd } from '../../shell/output-end.js';
import { runFile } from '../../shell/run-folder.js';
import { writeWhole } from '../../shell/whole-file.js';
import { endLife } from './end-life.js';
import { livesOrTold, lookAt, readExit } from './process-look.js';
import type { Launch, Launched, Runner } from './runner.js';

export const LOG = 'agent.log';

export interface CommandRunnerOptions {
  home: string;
  /** Between SIGTERM and SIGKILL. */
  graceMs: number;
  /** How long a wrapper may take to say that the program inside it is not there. */
  wrapMs: number;
}

export function commandRunner({ home, graceMs, wrapMs }: CommandRunnerOptions): Runner {
  const exitFile = (runId: string, step: number) => runFile(home, runId, `exit-${step}`);
  const log = (runId: string) => runFile(home, runId, LOG);

  return {
    async start(launch: Launch): Promise<Launched> {
      const exit = exitFile(launch.runId, launch.step);
      const prompt = runFile(home, launch.runId, `prompt-${launch.step}.md`);
      rmSync(exit, { force: true });
      writeWhole(prompt, launch.prompt);
      const started = await startDetached(launch.argv, {
        cwd: launch.cwd,
        env: launch.env,
        stdinFile: prompt,
        logFile: log(launch.runId),
        exitFile: exit,
        onStart: launch.note,
      });
      if ('notStarted' in started) return { kind: 'not_found', detail: started.notStarted };
      return launch.wrapped > 0 ? foundInside(launch, exit) : { kind: 'begun' };
    },

    look: (runId, step, life) => lookAt(exitFile(runId, step), life),

    isUsed: (runId, step, life) => livesOrTold(lookAt(exitFile(runId, step), life)),

    exitFile,

    stop: (runId, life) => endLife(home, runId, life, graceMs),
  };

  /** A wrapper that starts although its program is missing ends at once, and says so in words of its own. */
  async function foundInside(launch: Launch, exit: string): Promise<Launched> {
    const program = launch.argv[launch.wrapped] ?? '';
    if (findProgram(program, launch.env.PATH ?? '', launch.cwd)) return { kind: 'begun' };
    const deadline = performance.now() + wrapMs;
    let exitCode = readExit(exit);
    while (exitCode === undefined && performance.now() < deadline) {
      await delay(20);
      exitCode = readExit(exit);
    }
    if (!exitCode) return { kind: 'begun' };
    const words = readEnd(log(launch.runId), 0, 4_096).trimEnd().split('\n').at(-1) ?? '';
    const said = words.includes(basename(program)) && /not found|no such file|permission denied/i.test(words);
    return said || exitCode === 127 ? { kind: 'not_found', detail: words } : { kind: 'begun' };
  }
}
