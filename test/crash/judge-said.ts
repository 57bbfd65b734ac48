/** What went between the bot and an agent of the protocol: one prompt a turn, one answer a request, and the right one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { GuidanceRequest } from '../../src/run/guidance-request.js';
import { FILLED } from './answers.js';

/** A line of the agent's own notes. */
interface Said {
  pid: number;
  prompt?: string;
  asks?: number;
  method?: string;
  answer?: number;
  result?: { outcome?: { optionId: string }; action?: string; content?: Record<string, unknown> };
}

/** A life that was killed with the bot asks everything again that it had not heard, or had not kept. */
export function judgeRequests(guidance: GuidanceRequest[], spoken: boolean, killed: boolean): string[] {
  const least = spoken ? 3 : 1;
  const most = killed ? least + 1 : least;
  const { length } = guidance;
  return [
    ...(length < least || length > most ? [`${length} requests instead of ${least}`] : []),
    ...guidance
      .filter(({ state, deliveredAt }) => state !== 'answered' || deliveredAt === undefined)
      .map(({ id, state }) => `the request ${id} is ${state} and was not delivered`),
  ];
}

export function judgeSaid(root: string, runId: string, killed: boolean): string[] {
  const file = join(root, 'agents', `${runId}.said`);
  const all = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const lines = all.map((line) => JSON.parse(line) as Said);
  const lives = byPid(lines);
  const failures = [...lives].flatMap(([pid, life]) =>
    judgeLife(life).map((words) => `${runId}: the turn of ${pid} ${words}`),
  );
  const unanswered = [...lives.values()].filter((life) => openIn(life).length > 0).length;
  if (unanswered > (killed ? 1 : 0))
    failures.push(`${runId}: ${unanswered} turns ended with an open request`);
  return lives.size === 0 ? [`${runId}: the agent was never spoken with`] : failures;
}

const asksOf = (life: Said[]) => life.filter(({ asks }) => asks !== undefined);
const answersTo = (life: Said[], id: number | undefined) => life.filter(({ answer }) => answer === id);
const openIn = (life: Said[]) => asksOf(life).filter(({ asks }) => answersTo(life, asks).length === 0);

function judgeLife(life: Said[]): string[] {
  const prompts = life.filter(({ prompt }) => prompt !== undefined).length;
  const twice = asksOf(life).filter(({ asks }) => answersTo(life, asks).length > 1);
  const strange = life.filter(({ answer, result }) => answer !== undefined && !isRight(result));
  return [
    ...(prompts === 1 ? [] : [`was prompted ${prompts} times`]),
    ...twice.map(({ asks }) => `was answered ${answersTo(life, asks).length} times about ${asks}`),
    ...strange.map(({ result }) => `was answered ${JSON.stringify(result)}`),
  ];
}

/** The permission once, the form as she filled it in; what the greeting was stands in the base. */
function isRight({ outcome, content }: NonNullable<Said['result']> = {}): boolean {
  if (outcome) return outcome.optionId === 'yes';
  return content?.loudness === undefined
    ? Object.keys(content ?? {}).some((name) => name.startsWith('greeting'))
    : isDeepStrictEqual(content, FILLED.values);
}

function byPid(lines: Said[]): Map<number, Said[]> {
  const lives = new Map<number, Said[]>();
  for (const line of lines) lives.set(line.pid, [...(lives.get(line.pid) ?? []), line]);
  return lives;
}
