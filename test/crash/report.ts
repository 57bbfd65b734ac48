/** The figures of a series as one table. */
import type { Report } from './series.js';

export function table(report: Report, seed: number): string {
  const { kills, runs, posts, distinct, adopted, tries, lookUps, failures, hit, agentLives } = report;
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['kills', kills.length],
    ['  before the connection', kills.filter(({ connected }) => !connected).length],
    ...counted(
      '  aimed after: ',
      kills.map(({ aim }) => aim),
    ),
    ...counted(
      '  in ',
      kills.flatMap(({ states }) => (states.length > 0 ? states : ['no open run'])),
    ),
    ...counted(
      '  in the midst of: ',
      kills.flatMap(({ inside }) => inside),
    ),
    ['runs', runs],
    ['agent lives (two per run planned)', agentLives],
    ['  killed together with the bot, resumed', report.agentsKilled],
    ['messages', posts],
    ['  posted twice', posts - distinct],
    ['  adopted after a kill', adopted],
    ['  calls of chat.postMessage', tries],
    ['  look-ups', lookUps],
    ...Object.entries(hit).map(([kind, many]): [string, number] => [`hit by a kill: ${kind}`, many]),
    ['drafts of files left below runs/ and bin/', report.drafts],
    ['presses and commands that Slack said had failed', report.failedPresses],
    ['start until connected, ms', median(report.startsMs)],
    ['seconds', report.seconds],
    ['CPU seconds of the harness itself', report.ownSeconds.toFixed(1)],
    ['failures', failures.length],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function counted(lead: string, names: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort().map(([name, many]) => [`${lead}${name}`, many]);
}

function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
