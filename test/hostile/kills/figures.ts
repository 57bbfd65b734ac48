/** Where the kills of all worlds fell. */
import type { WorldReport } from '../../crash/worlds.js';
import type { Outcome } from '../attack.js';

/** Each must have been hit, or the attack has not tried what it says. */
const TARGETS = {
  'in a transaction': (one: WorldReport) => inside(one, 'transaction'),
  'between post and record': (one: WorldReport) => one.adopted,
  'while a merge was built': (one: WorldReport) => one.hit['merge.build'] ?? 0,
  'while bases were advanced': (one: WorldReport) => one.hit['merge.push'] ?? 0,
  'in git of a merge': (one: WorldReport) => inside(one, 'merge'),
  'while worktrees were made': (one: WorldReport) => one.hit['workspace.prepare'] ?? 0,
  'while worktrees were removed': (one: WorldReport) => one.hit['workspace.remove'] ?? 0,
  'between an agent’s start and its record': (one: WorldReport) => one.hit['agent.start'] ?? 0,
  'in checks': (one: WorldReport) => one.hit['checks.run'] ?? 0,
};

export function figuresOf(reports: WorldReport[]): Outcome['figures'] {
  const sum = (of: (one: WorldReport) => number) => reports.reduce((all, one) => all + of(one), 0);
  return {
    worlds: reports.length,
    runs: sum(({ runs }) => runs),
    posts: sum(({ posts }) => posts),
    twice: sum(({ posts, distinct }) => posts - distinct),
    'agents killed too': sum(({ agentsKilled }) => agentsKilled),
    'before the connection': sum(({ kills }) => kills.filter(({ connected }) => !connected).length),
    ...Object.fromEntries(Object.entries(TARGETS).map(([name, of]) => [name, sum(of)])),
  };
}

export const missedIn = (figures: Outcome['figures']): string[] =>
  Object.keys(TARGETS)
    .filter((name) => figures[name] === 0)
    .map((name) => `no kill fell ${name}`);

const inside = ({ kills }: WorldReport, place: string): number =>
  kills.filter((kill) => kill.inside.some((one) => one === place)).length;
