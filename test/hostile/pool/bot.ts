/** The workspace stage and the disk budget of a bot, without the rest: `<ground and limit as JSON>`; asked over the channel to its parent. */
import { budgetOf } from '../../../src/app/disk.js';
import type { RunEvent } from '../../../src/run/events.js';
import { endLeftGit, inheritForGit } from '../../../src/shell/git.js';
import { call, repoAt, runOf, stageOver } from '../../stages/workspace/bench.js';
import { type Ground, REPOS, SIZE } from './ground.js';
import type { Word, Work } from './life.js';

const { root, home, repos, limit } = JSON.parse(process.argv[2] ?? '') as Ground & { limit: number };
const PATH = process.env.PATH ?? '';
const agent = { name: 'script' } as never;
const fail = (error: unknown) => tell({ what: 'failed', why: String((error as Error).stack ?? error) });

inheritForGit({ PATH, HOME: root }, home);
await endLeftGit(home);
const { pool, ...stage } = stageOver(
  root,
  REPOS.map((name) => repoAt(name, repos[name])),
  {
    pool: {
      size: SIZE,
      recycle: true,
      fetchEveryMs: 300,
      settleMs: 5,
      path: PATH,
      hasRoom: (bytes) => budget.hasRoom(bytes),
      onChanged: () => budget.poolChanged(),
      onFault: (_, error) => fail(error),
    },
  },
);
const budget = budgetOf(
  { home, environment: { PATH }, limits: { diskBytes: limit } } as unknown as Parameters<typeof budgetOf>[0],
  { read: { run: async () => undefined } } as unknown as Parameters<typeof budgetOf>[1],
  { warn: (_: string, { err }: { err: unknown }) => fail(err) } as unknown as Parameters<typeof budgetOf>[2],
  pool,
  () => undefined,
);

process.on('message', ({ prepare, remove }: Work) => {
  for (const id of prepare) {
    const made = stage['workspace.prepare']({ step: 5 }, runOf([...REPOS], { id, agent }), call());
    void told(made, id, 'workspace_prepared', 'prepared');
  }
  for (const id of remove) {
    const gone = stage['workspace.remove'](
      { step: 9, discard: true },
      runOf([...REPOS], { id, agent }),
      call(),
    );
    void told(gone, id, 'workspace_removed', 'removed');
  }
});
process.on('SIGTERM', async () => {
  await Promise.all([budget.stop(), pool.stop()]);
  process.exit(0);
});
await budget.measure();
pool.begin();
tell({ what: 'ready' });

async function told(
  work: Promise<RunEvent | undefined>,
  id: string,
  wanted: RunEvent['type'],
  what: 'prepared' | 'removed',
): Promise<void> {
  const event = await work.catch((error: unknown) => error);
  void budget.measure();
  if ((event as RunEvent | undefined)?.type === wanted) tell({ what, id });
  else fail(event instanceof Error ? event : JSON.stringify(event));
}

function tell(word: Word): void {
  process.send?.(word);
}
