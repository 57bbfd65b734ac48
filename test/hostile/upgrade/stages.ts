/** Stages that answer at once, so that a run goes on from wherever it was. */
import type { Handlers } from '../../../src/engine/ports.js';

const at = () => new Date().toISOString();

export const STAGES: Partial<Handlers> = {
  'processes.end': async ({ step }) => ({ type: 'processes_ended', step, at: at() }),
  'checks.run': async ({ step }) => ({
    type: 'checks_finished',
    step,
    at: at(),
    results: [
      {
        repo: 'api',
        command: 'npm test',
        exitCode: 0,
        timedOut: false,
        durationMs: 10,
        output: '',
        commit: 'a'.repeat(40),
        undone: [],
      },
    ],
    changes: [],
  }),
  'merge.build': refuse,
  'merge.push': refuse,
  'merge.verify': refuse,
  'ticket.write': async ({ step }) => ({ type: 'ticket_written', step, at: at() }),
};

async function refuse({ step }: { step: number }) {
  const fault = { code: 'gate_dirty', repo: 'api' } as const;
  return { type: 'merge_refused' as const, step, at: at(), gate: 3, fault };
}
