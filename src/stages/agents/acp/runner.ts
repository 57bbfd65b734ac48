/** Processes of agents that are spoken to: input through a named pipe, everything said in the folder of the turn. */
import { startFed } from '../../../shell/fed.js';
import { endLife } from '../end-life.js';
import { livesOrTold, lookAt } from '../process-look.js';
import type { Launch, Launched, Runner } from '../runner.js';
import { Sent } from './sent.js';
import { makeTurn, turnFile } from './turn-folder.js';

export function acpRunner({ home, graceMs }: { home: string; graceMs: number }): Runner {
  const exitFile = (runId: string, step: number) => turnFile(home, runId, step, 'exit');

  return {
    async start({ runId, step, argv, cwd, env, beginning, note }: Launch): Promise<Launched> {
      if (!beginning) throw new Error(`the turn ${step} of ${runId} has no beginning`);
      makeTurn(home, runId, beginning);
      const file = (name: string) => turnFile(home, runId, step, name);
      const started = await startFed(argv, {
        cwd,
        env,
        sentFile: file('sent.jsonl'),
        pipe: file('in'),
        feederFile: file('feeder'),
        outFile: file('out.jsonl'),
        errorFile: file('err.log'),
        exitFile: file('exit'),
        onStart: note,
      });
      return 'notStarted' in started ? { kind: 'not_found', detail: started.notStarted } : { kind: 'begun' };
    },

    look: (runId, step, life) => lookAt(exitFile(runId, step), life),

    isUsed: (runId, step, life) =>
      livesOrTold(lookAt(exitFile(runId, step), life)) ||
      new Sent(turnFile(home, runId, step, 'sent.jsonl')).has('session/prompt'),

    exitFile,

    stop: (runId, life) => endLife(home, runId, life, graceMs),
  };
}
