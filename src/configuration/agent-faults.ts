/** Whether the keys of an agent fit together: each runner has its own, and a preset stands for some of them. */
import type { ParsedFile } from './document.js';
import type { Fault } from './faults.js';
import { PRESET_NAMES, type PresetName, presetOf } from './presets.js';

interface Written {
  name?: unknown;
  preset?: unknown;
  runner?: unknown;
}

type Say = (key: string, what: string, remedy: string) => Fault;

/** Judges the file as far as it has the right shape. */
export function agentFaults(file: ParsedFile): Fault[] {
  const agents = file.value?.agents;
  if (!Array.isArray(agents)) return [];
  return agents.flatMap((agent: Written | null, at) => {
    if (typeof agent !== 'object' || agent === null || Array.isArray(agent)) return [];
    const say: Say = (key, what, remedy) => ({ place: file.place(['agents', at, key]), what, remedy });
    return [...missing(agent, say), ...misfits(agent, say), ...interviewing(agent, file.value?.intake, say)];
  });
}

function missing(agent: Written, say: Say): Fault[] {
  if ('command' in agent || 'preset' in agent) return [];
  const program = agent.runner === 'acp' ? '[my-agent, acp]' : '[./agent.sh, --fast]';
  const remedy = `name a known agent with \`preset\`, such as \`preset: claude\`, or a program, such as \`${program}\``;
  return [say('command', 'is missing', remedy)];
}

function misfits(agent: Written, say: Say): Fault[] {
  const faults: Fault[] = [];
  if (isAcp(agent)) {
    if ('resumeCommand' in agent)
      faults.push(
        say('resumeCommand', 'is of no use to `acp`, which takes its session up itself', 'remove it'),
      );
    return faults;
  }
  if ('preset' in agent)
    faults.push(
      say('preset', 'speaks `acp`, and this agent is written as a `command`', 'remove one of the two'),
    );
  if ('permissions' in agent)
    faults.push(
      say(
        'permissions',
        'belongs to `acp`: an agent that is a `command` asks nobody before it does something',
        'remove it, or name the agent with `preset`; `wrap` limits every agent',
      ),
    );
  return faults;
}

/** The interviewer prints its questions and ends, which is nothing that the protocol knows. */
function interviewing(agent: Written, intake: unknown, say: Say): Fault[] {
  const chosen = (intake as { interviewer?: unknown } | null | undefined)?.interviewer;
  if (chosen === undefined || agent.name !== chosen || !isAcp(agent) || 'interviewCommand' in agent)
    return [];
  if (presetOf(knownPreset(agent.preset))?.interviewCommand) return [];
  return [
    say(
      'interviewCommand',
      'is missing: `intake.interviewer` names this agent, and over `acp` it cannot be asked',
      'write the program that reads the prompt and prints its questions, see docs/intake.md',
    ),
  ];
}

const isAcp = ({ runner, preset }: Written): boolean =>
  runner === undefined ? preset !== undefined : runner === 'acp';

const knownPreset = (name: unknown): PresetName | undefined => PRESET_NAMES.find((one) => one === name);
