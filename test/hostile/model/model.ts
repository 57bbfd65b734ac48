/** A run in ten lines, after the words of the product: what a step makes of it; undefined: it is refused. */

export const STEPS = [
  'ask',
  'answer',
  'done',
  'fail',
  'approve',
  'iterate',
  'stop',
  'pause',
  'resume',
  'restart',
] as const;
export type Step = (typeof STEPS)[number];

export interface Model {
  status: 'running' | 'awaiting_guidance' | 'merge_ready' | 'paused' | 'stopped' | 'failed' | 'closed';
  /** A question is open. */
  open?: true;
  /** A pause was wished while the agent works. */
  pausing?: true;
  /** The agent said that it is done; its checks are due. */
  done?: true;
}

export const BEGUN: Model = { status: 'running' };

const RULES: Record<Step, (run: Model) => Model | undefined> = {
  ask: ({ status, pausing }) =>
    status === 'running' ? { status: pausing ? 'paused' : 'awaiting_guidance', open: true } : undefined,
  answer: ({ status, open }) => (open ? { status: status === 'paused' ? 'paused' : 'running' } : undefined),
  done: ({ status, pausing }) =>
    status === 'running'
      ? pausing
        ? { status: 'paused', done: true }
        : { status: 'merge_ready' }
      : undefined,
  fail: ({ status }) => (status === 'running' ? { status: 'failed' } : undefined),
  approve: ({ status }) => (status === 'merge_ready' ? { status: 'closed' } : undefined),
  iterate: ({ status }) =>
    ['merge_ready', 'failed', 'stopped', 'paused'].includes(status) ? BEGUN : undefined,
  stop: ({ status, done }) =>
    ['running', 'awaiting_guidance', 'paused'].includes(status)
      ? { status: 'stopped', ...(done ? { done } : {}) }
      : undefined,
  pause: (run) =>
    run.status === 'running' && !run.pausing
      ? { ...run, pausing: true }
      : run.status === 'awaiting_guidance'
        ? { status: 'paused', open: true }
        : undefined,
  resume: ({ status, open, done, pausing }) =>
    status === 'paused' || status === 'stopped'
      ? open
        ? { status: 'awaiting_guidance', open }
        : { status: done ? 'merge_ready' : 'running' }
      : pausing
        ? BEGUN
        : undefined,
  restart: ({ status }) => (status === 'failed' || status === 'stopped' ? BEGUN : undefined),
};

export const after = (run: Model, step: Step): Model | undefined => RULES[step](run);
