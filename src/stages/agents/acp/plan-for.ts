/** How the turns of an agent are spoken. */
import { delimiter } from 'node:path';
import type { RunContext } from '../../../run/context.js';
import type { AgentSpec } from '../options.js';
import type { AcpPlan } from './plan.js';

export interface Ground {
  home: string;
  binDir: string;
  env: Record<string, string>;
  contract: string;
  workspace: string;
  root: boolean;
}

export function planFor(spec: AgentSpec, run: RunContext, ground: Ground): AcpPlan | { notFound: string } {
  const only = run.worktrees.length === 1 ? run.worktrees[0] : undefined;
  return {
    argv: [...spec.wrap, ...spec.command],
    cwd: only?.path ?? ground.workspace,
    env: { ...ground.env, PATH: ground.env.PATH ?? delimiter },
    mcpServers: [],
    additionalDirectories: [ground.contract],
    configOptions: {},
    quirks: {},
  };
}
