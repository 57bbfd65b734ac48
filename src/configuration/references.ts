/** Whether the parts of metawsm.yml fit together: names that are used twice, names that nobody has. */
import { agentFaults } from './agent-faults.js';
import type { ParsedFile, Path } from './document.js';
import type { Fault } from './faults.js';
import { meant } from './issues.js';

/** Judges the file as far as it has the right shape, so that these faults appear beside the others. */
export function referenceFaults(file: ParsedFile): Fault[] {
  const repos = namesIn(file.value?.repos);
  const agents = namesIn(file.value?.agents);
  return [
    ...doubled(repos, 'repos', 'repository', file),
    ...doubled(agents, 'agents', 'agent', file),
    ...usesOf(file.value ?? {}).flatMap((use) => unknownName(use, use.of === 'repos' ? repos : agents, file)),
    ...defaultAgentFaults(agents, file),
    ...originFaults(file),
    ...agentFaults(file),
  ];
}

/** A repository is named by `path` or by `url`, never by both. */
function originFaults(file: ParsedFile): Fault[] {
  const repos = file.value?.repos;
  return (Array.isArray(repos) ? repos : []).flatMap((repo: unknown, at) => {
    if (!isGroup(repo)) return [];
    const [path, url] = ['path' in repo, 'url' in repo];
    const place = (key: string) => file.place(['repos', at, key]);
    if (path && url)
      return [{ place: place('url'), what: 'stands beside `path`', remedy: 'keep one of the two' }];
    if (path || url) return [];
    const remedy = 'name a local clone with `path`, or an address with `url`';
    return [{ place: place('path'), what: 'is missing', remedy }];
  });
}

interface Named {
  name: string;
  index: number;
}

function namesIn(list: unknown): Named[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry, index) =>
    typeof entry?.name === 'string' ? [{ name: entry.name, index }] : [],
  );
}

function doubled(names: Named[], list: string, what: string, file: ParsedFile): Fault[] {
  return names
    .filter(({ name }, at) => names.findIndex((other) => same(other.name, name)) < at)
    .map(({ name, index }) => ({
      place: file.place([list, index, 'name']),
      what: `\`${name}\` is the name of another ${what} already`,
      remedy: 'choose another one; letter case makes no difference',
    }));
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

interface Use {
  path: Path;
  name: string;
  of: 'repos' | 'agents';
}

function usesOf(value: Record<string, unknown>): Use[] {
  const uses: { path: Path; name: unknown; of: Use['of'] }[] = [
    { path: ['defaultAgent'], name: value.defaultAgent, of: 'agents' },
    { path: ['intake', 'interviewer'], name: member(value.intake, 'interviewer'), of: 'agents' },
    { path: ['tickets', 'repo'], name: member(value.tickets, 'repo'), of: 'repos' },
  ];
  const channels = value.channels;
  for (const id of isGroup(channels) ? Object.keys(channels) : []) {
    const defaults = member(channels, id);
    uses.push({ path: ['channels', id, 'agent'], name: member(defaults, 'agent'), of: 'agents' });
    const repos = member(defaults, 'repos');
    if (Array.isArray(repos))
      uses.push(
        ...repos.map((name, at) => ({ path: ['channels', id, 'repos', at], name, of: 'repos' as const })),
      );
  }
  return uses.filter((use): use is Use => typeof use.name === 'string');
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const member = (value: unknown, key: string): unknown => (isGroup(value) ? value[key] : undefined);

function unknownName(use: Use, names: Named[], file: ParsedFile): Fault[] {
  if (names.some(({ name }) => name === use.name)) return [];
  const known = names.map(({ name }) => name);
  const what = use.of === 'repos' ? 'repository' : 'agent';
  const remedy =
    meant(use.name, known) ??
    (known.length > 0 ? `known: ${known.join(', ')}` : `list it under \`${use.of}\``);
  return [{ place: file.place(use.path), what: `there is no ${what} \`${use.name}\``, remedy }];
}

function defaultAgentFaults(agents: Named[], file: ParsedFile): Fault[] {
  if (agents.length < 2 || file.value?.defaultAgent !== undefined) return [];
  const known = agents.map(({ name }) => `\`${name}\``).join(', ');
  return [
    { place: file.place(['defaultAgent']), what: 'is missing', remedy: `name one of the agents: ${known}` },
  ];
}
