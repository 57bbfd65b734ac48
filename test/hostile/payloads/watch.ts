/** What a malformed delivery may have moved in the bot, and what it may have left. */
import type { JournalLine } from '../../../src/engine/ports.js';
import { openReader } from '../../../src/persistence/data-source.js';
import type { Rig } from '../../slack/rig.js';
import { CANARY } from './odd.js';

export interface Watch {
  /** What is wrong after one delivery; `mayMove`: a person whose gesture may have been taken. */
  look(mayMove: string | undefined): Promise<string[]>;
  /** Rows of the inbox by status, and the longest body. */
  rows(): Promise<{ done: number; dead: number; longest: number }>;
  end(): Promise<void>;
}

/** More lines than this for one delivery fill a disk; some come a moment late, with the next. */
const MOST_LINES = 8;
const PATIENCE_MS = 10_000;

export async function watch(rig: Rig): Promise<Watch> {
  const database = await openReader(`sqlite:${rig.home}/test.sqlite`);
  const runs = async () => {
    const rows: { id: string; version: number }[] = await database.query('SELECT id, version FROM runs');
    return new Map(rows.map(({ id, version }) => [id, version]));
  };
  let known = await runs();
  let seen = rig.lines.length;
  const rows = async (): Promise<{ done: number; dead: number; longest: number }> => {
    const found: { status: string; many: number; longest: number }[] = await database.query(
      'SELECT status, count(*) AS many, max(length(body)) AS longest FROM inbox GROUP BY status',
    );
    const many = (status: string) => found.find((one) => one.status === status)?.many ?? 0;
    return {
      done: many('done'),
      dead: many('dead'),
      longest: Math.max(0, ...found.map((one) => one.longest)),
    };
  };

  async function undecided(): Promise<boolean> {
    const end = Date.now() + PATIENCE_MS;
    while ((await database.query("SELECT 1 FROM inbox WHERE status = 'new' LIMIT 1")).length > 0) {
      if (Date.now() > end) return true;
      await new Promise((go) => setTimeout(go, 2));
    }
    return false;
  }

  return {
    rows,
    end: () => database.destroy(),
    async look(mayMove) {
      const faults = (await undecided()) ? ['it stays undecided in the inbox'] : [];
      const now = await runs();
      for (const [id, version] of now)
        faults.push(...(await movedBy(rig, id, known.get(id), version, mayMove)));
      known = now;
      faults.push(...saidIn(rig.lines.slice(seen)));
      seen = rig.lines.length;
      if (rig.slack.sockets < 2 && rig.bot.connection.port() === undefined) faults.push('a socket was lost');
      return faults;
    },
  };
}

async function movedBy(
  rig: Rig,
  id: string,
  before: number | undefined,
  version: number,
  mayMove: string | undefined,
): Promise<string[]> {
  if (before === version) return [];
  if (before === undefined) return [`a run was begun: ${id}`];
  const lines = (await rig.bot.unit.read.journal(id)).filter(({ seq }) => seq > before);
  return lines
    .filter(isTaken)
    .flatMap(({ actor, event }) =>
      actor === mayMove ? [] : [`${event.type} of ${actor} took effect on ${id}`],
    );
}

/** A line about what was not taken is the record that is wanted. */
const isTaken = ({ actor, outcome }: JournalLine): boolean => actor !== undefined && outcome === 'applied';

function saidIn(lines: string[]): string[] {
  const news = lines.filter((line) => !line.includes('"moved"'));
  const faults = news
    .filter((line) => /could not be handled|given up|nobody listened|^broken|a defect/u.test(line))
    .slice(0, 1)
    .map((line) => `a defect was met: ${line.slice(0, 600)}`);
  const told = news.find((line) => line.includes(CANARY));
  if (told !== undefined) faults.push(`the payload stands in the log: ${told.slice(0, 600)}`);
  if (news.length > MOST_LINES)
    faults.push(`${news.length} lines in the log: ${news.map((line) => line.slice(0, 200)).join(' / ')}`);
  return faults;
}
