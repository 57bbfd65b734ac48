/** What a command is: parsed once into its arguments, then carried out. */
import type { Known, RunSight } from '../../engine/look.js';
import { nearest } from '../../run/nearest.js';
import type { Mrkdwn } from '../escape.js';
import { conclude, type Tools, type Visit } from '../gesture.js';
import type { CommandName } from '../messages/help.js';
import * as usage from '../messages/usage.js';
import { type FlagFault, type FlagRules, type FlagsRead, readFlags } from './flags.js';
import { splitWords } from './words.js';

export type Parsed<A> = { ok: true; args: A } | { ok: false; problem: Mrkdwn };

/** What parsing may look at; nothing of it is fetched. */
export interface Ground {
  known: Known;
  /** Channel of the command, for its defaults. */
  channel: string;
  /** The run in whose thread the command was spoken. */
  run?: Pick<RunSight, 'id' | 'ticket'>;
}

export interface Command<A> {
  /** Reads what follows the command's name, as it was typed. */
  parse(line: string, ground: Ground): Parsed<A>;
  run(args: A, visit: Visit, tools: Tools): Promise<void>;
}

export const problem = (words: Mrkdwn): { ok: false; problem: Mrkdwn } => ({ ok: false, problem: words });

/** Flags and the words besides them, or what is wrong with them. */
export function flagsOf(
  name: CommandName,
  line: string,
  rules: FlagRules,
): { ok: true; args: FlagsRead } | { ok: false; problem: Mrkdwn } {
  const read = readFlags(splitWords(line), rules);
  return 'kind' in read ? problem(faultOf(name, read, rules)) : { ok: true, args: read };
}

function faultOf(name: CommandName, fault: FlagFault, rules: FlagRules): Mrkdwn {
  if (fault.kind === 'unknown_flag')
    return usage.unknownFlag(name, fault.flag, nearest(fault.flag, Object.keys(rules)));
  if (fault.kind === 'no_value') return usage.flagWithoutValue(name, fault.flag);
  return fault.kind === 'twice' ? usage.flagTwice(name, fault.flag) : usage.flagWithValue(name, fault.flag);
}

/** The run that a command means: the named one, else that of the thread. */
export interface RunArgument {
  name?: string;
}

/** A command whose only argument is a run. */
export function parseRun(name: CommandName, line: string, ground: Ground): Parsed<RunArgument> {
  return parseRunWith(name, line, ground, {});
}

/** The same with flags, whose values come along. */
export function parseRunWith(
  name: CommandName,
  line: string,
  ground: Ground,
  rules: FlagRules,
): { ok: true; args: RunArgument; values: FlagsRead['values'] } | { ok: false; problem: Mrkdwn } {
  const read = flagsOf(name, line, rules);
  if (!read.ok) return read;
  const { values } = read.args;
  const [run, ...stray] = read.args.rest;
  if (stray.length > 0) return problem(usage.strayWords(name, ground.run ? read.args.rest : stray));
  if (run === undefined) return ground.run ? { ok: true, args: {}, values } : problem(usage.noRun(name));
  return { ok: true, args: { name: run }, values };
}

/** Finds the run that is meant; undefined when there is none, which the person then knows. */
export async function findRun(
  { name }: RunArgument,
  visit: Visit,
  tools: Tools,
): Promise<RunSight | undefined> {
  const run = name === undefined ? visit.run : await tools.look.find(name);
  if (!run)
    await conclude(visit, tools, usage.unknownRunNear(name ?? '', await nearestRun(name, visit, tools)));
  return run;
}

const MOST_COMPARED = 200;

/** Of the active runs, which only those may hear of who may see them. */
async function nearestRun(name = '', { actor }: Visit, { look }: Tools): Promise<string | undefined> {
  if (!(await look.maySee(actor))) return undefined;
  return nearest(name, await look.activeNames(MOST_COMPARED));
}
