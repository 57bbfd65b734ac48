/** One run from its workspace to its end, in phases that are repeated as the engine would after a failure. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunContext } from '../../../src/run/context.js';
import type { RunEvent } from '../../../src/run/events.js';
import type { Worktree } from '../../../src/run/repository.js';
import { commitAll, treeOf } from '../../../src/shell/worktree.js';
import { mergeStage } from '../../../src/stages/merge/merge.js';
import { dropMerged, prepareMerged } from '../../../src/stages/merge/merged.js';
import type { workspaceStage } from '../../../src/stages/workspace/workspace.js';
import { git } from '../../fixtures/git-repos.js';
import { call, IDENTITY, readyRun } from '../../stages/merge/ready-run.js';
import { runOf, stageOver } from '../../stages/workspace/bench.js';
import { type Ground, work } from './ground.js';

export const PHASES = ['prepare', 'commit', 'build', 'merged', 'push', 'remove'] as const;
export type Phase = (typeof PHASES)[number];

export class Round {
  run: RunContext;
  readonly workspace: ReturnType<typeof workspaceStage>;
  readonly merging: ReturnType<typeof mergeStage>;
  private trees: Worktree[] = [];

  constructor(
    readonly ground: Ground,
    readonly id: string,
  ) {
    this.run = runOf(['api', 'cli'], { id });
    this.workspace = stageOver(ground.root, ground.repos);
    this.merging = mergeStage(ground.merge);
  }

  /** What a phase does, once. Throws, or answers why it did not succeed. */
  async does(phase: Phase): Promise<string | undefined> {
    switch (phase) {
      case 'prepare':
        return this.prepare();
      case 'commit':
        return this.commit();
      case 'build':
        return this.build();
      case 'merged':
        await prepareMerged(this.run, this.ground.home);
        return undefined;
      case 'push':
        return this.push();
      case 'remove':
        await dropMerged(this.run, this.ground.home);
        return unless(
          'workspace_removed',
          await this.workspace['workspace.remove']({ step: 9, discard: false }, this.run, call()),
        );
    }
  }

  /** Before a phase: what agents and other people do in between. */
  between(phase: Phase): void {
    if (phase === 'commit') for (const { path } of this.trees) work(path, this.id, this.ground.files);
    if (phase === 'build') this.ground.pushed(this.id);
  }

  private async prepare(): Promise<string | undefined> {
    const event = await this.workspace['workspace.prepare']({ step: 5 }, this.run, call());
    if (event?.type !== 'workspace_prepared') return unless('workspace_prepared', event);
    this.trees = event.worktrees;
    return undefined;
  }

  private async commit(): Promise<string | undefined> {
    for (const worktree of this.trees) {
      const tree = treeOf(this.ground.home, this.run, worktree);
      await commitAll(tree, { message: 'work', except: () => false, identity: IDENTITY });
    }
    const repos = this.trees.map(({ name, path, baseCommit }) => ({
      name,
      tree: path,
      baseCommit,
      path: name === 'api' ? this.ground.clone : this.ground.cli,
      mirror: join(this.ground.home, 'repos', `${name}.git`),
      ...(name === 'api' ? { remote: this.ground.remote } : {}),
      push: () => '',
      base: () => '',
    }));
    this.run = readyRun(repos, { id: this.id, wishes: this.run.wishes });
    return undefined;
  }

  private async build(): Promise<string | undefined> {
    const event = await this.merging['merge.build']({ step: 7 }, this.run, call());
    if (event?.type !== 'merge_built') return unless('merge_built', event);
    this.run = { ...this.run, merges: event.merges };
    return undefined;
  }

  private async push(): Promise<string | undefined> {
    // after a refusal a person presses `Retry`, which builds again
    if (this.run.merges.some(({ state }) => state === 'refused')) {
      const fault = await this.build();
      if (fault) return fault;
    }
    const event = await this.merging['merge.push']({ step: 8 }, this.run, call());
    if (event?.type !== 'merge_finished') return unless('merge_finished', event);
    this.run = { ...this.run, merges: event.merges };
    const open = event.merges.filter(({ state }) => state !== 'merged');
    return open.length === 0 ? undefined : JSON.stringify(open);
  }

  /** What is not as it has to be after a phase that succeeded. */
  faults(phase: Phase): string[] {
    const { home, cli } = this.ground;
    const said: string[] = [];
    const clean = (path: string) => {
      const status = git(path, 'status', '--porcelain').split('\n');
      if (status[0] !== '')
        said.push(`${path} is not clean: ${status.slice(0, 3).join(' ')} (${status.length})`);
    };
    if (phase === 'prepare' || phase === 'commit') for (const { path } of this.trees) clean(path);
    if (phase === 'push') {
      clean(cli);
      for (const { name, mergeCommit } of this.run.merges)
        if (this.ground.base(name) !== mergeCommit) said.push(`the base of ${name} is not the merge`);
      if (git(cli, 'branch', '--show-current') !== 'main') said.push('cli has another branch checked out');
    }
    if (phase === 'remove') {
      if (existsSync(join(home, 'workspaces', this.id))) said.push('the workspace is still there');
      for (const name of ['api', 'cli'])
        for (const place of [`repos/${name}.git`, `merge/${name}.git`]) {
          const path = join(home, place);
          const trees = git(path, 'worktree', 'list').split('\n');
          if (trees.length > 1) said.push(`${place} still has ${trees.slice(1).join(', ')}`);
          const refs = git(path, 'for-each-ref', '--format=%(refname)').split('\n');
          const left = refs.filter((ref) => ref.includes(this.id));
          if (left.length > 0) said.push(`${place} still has ${left.join(', ')}`);
        }
    }
    return said;
  }
}

const unless = (type: RunEvent['type'], event: RunEvent | undefined) =>
  event?.type === type ? undefined : JSON.stringify(event);
