/** Many small worlds, some of them side by side in processes of their own: while one waits another one is killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { Report, SeriesOptions } from './series.js';

export interface WorldsOptions extends Pick<SeriesOptions, 'seed' | 'kills' | 'atOnce' | 'program' | 'tell'> {
  /** Kills of one world. */
  each: number;
  /** Worlds at the same time. */
  lanes: number;
  /** No new world after so many seconds. */
  seconds: number;
}

/** A report with what draws its world again. */
export type WorldReport = Report & { seed: number };

type News = { words: string } | { report: Report } | { broken: string };

/** Runs worlds until there were `kills`. Throws where the harness itself fails. */
export async function runWorlds(options: WorldsOptions): Promise<WorldReport[]> {
  const until = Date.now() + options.seconds * 1_000;
  const reports: WorldReport[] = [];
  let begun = 0;
  let left = options.kills;
  const next = (): SeriesOptions | undefined => {
    if (left <= 0 || Date.now() > until) return undefined;
    // The last ones share what is left, so that no lane is alone at the end.
    const kills = Math.min(options.each, Math.ceil(left / Math.min(options.lanes, left)));
    left -= kills;
    begun += 1;
    const { atOnce, program } = options;
    return { seed: options.seed * 1_000 + begun, kills, atOnce, program, seconds: 900, lookUp: true };
  };
  const lane = async () => {
    const child = fork(resolve('test/crash/lane.ts'), { execArgv: ['--import', 'tsx'] });
    try {
      for (let world = next(); world; world = next()) {
        const report = await runOne(child, world, options.tell);
        left += world.kills - report.kills.length;
        reports.push({ ...report, seed: world.seed });
        if (report.failures.length > 0)
          options.tell?.(`seed ${world.seed} FAILED: ${report.failures.join('\n- ')}`);
      }
    } finally {
      child.disconnect();
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));
  return reports;
}

function runOne(child: ChildProcess, world: SeriesOptions, tell?: (words: string) => void): Promise<Report> {
  return new Promise((done, fail) => {
    const hear = (news: News) => {
      if ('words' in news) return tell?.(`${world.seed}: ${news.words}`);
      child.off('message', hear);
      child.off('close', ended);
      if ('report' in news) done(news.report);
      else fail(new Error(news.broken));
    };
    const ended = (code: number | null) =>
      fail(new Error(`the lane of seed ${world.seed} ended with ${code}`));
    child.on('message', hear);
    child.once('close', ended);
    child.send(world);
  });
}
