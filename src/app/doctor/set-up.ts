/** What can be said of the set-up without asking anybody: configuration, files and their modes, Node.js. */
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, type ConfigFault, warningsOf } from '../../config.js';
import { type Finding, findingsOn } from '../../doctor/finding.js';

const { well, note, fault } = findingsOn('setup');
const LEAST_NODE = [20, 19] as const;
const OTHERS_READ = 0o044;
const OTHERS_ANYTHING = 0o077;

/** Each fault of the configuration, in the words in which the bot tells it. */
export const faultsOf = ({ faults }: ConfigFault): Finding[] =>
  faults.map(({ place, what, remedy }) =>
    fault('doctor_configuration_fault', { name: place, detail: what, known: remedy }),
  );

/** `cwd`: where `.env` is read. */
export function examineSetUp(config: Config, cwd: string, isRunning: boolean): Finding[] {
  const { repos, agents } = config;
  const detail = `${some(repos.length, 'repository', 'repositories')}, ${some(agents.length, 'agent', 'agents')}`;
  return [
    well('doctor_configuration', { name: config.file, detail }),
    // which programs of agents are there, their own probes tell
    ...warningsOf(config).map(({ place, what, remedy }) =>
      note('doctor_warning', { name: place, detail: what, known: remedy }),
    ),
    ...examineFiles(config.home, join(cwd, '.env')),
    nodeOf(process.versions.node),
    well(isRunning ? 'doctor_running' : 'doctor_resting'),
  ];
}

function examineFiles(home: string, env: string): Finding[] {
  const [envMode, homeMode] = [modeOf(env), modeOf(home)];
  const found = [
    ...(envMode !== undefined && envMode & OTHERS_READ
      ? [fault('doctor_env_open', { name: env, detail: shown(envMode) })]
      : []),
    ...(homeMode !== undefined && homeMode & OTHERS_ANYTHING
      ? [note('doctor_home_open', { name: home, detail: shown(homeMode) })]
      : []),
    ...(homeMode !== undefined && !isWritable(home) ? [fault('doctor_home_foreign', { name: home })] : []),
  ];
  const there = [...(envMode === undefined ? [] : ['.env']), ...(homeMode === undefined ? [] : ['the home'])];
  return found.length > 0 || there.length === 0
    ? found
    : [well('doctor_private', { detail: there.join(' and ') })];
}

export function nodeOf(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least, atLeast] = LEAST_NODE;
  return major > least || (major === least && minor >= atLeast)
    ? well('doctor_node', { detail: version })
    : fault('doctor_node_old', { detail: version, known: `${LEAST_NODE.join('.')} or newer` });
}

function modeOf(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && found.mode & 0o777;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const shown = (mode: number): string => mode.toString(8).padStart(3, '0');
const some = (amount: number, one: string, many: string): string => `${amount} ${amount === 1 ? one : many}`;
