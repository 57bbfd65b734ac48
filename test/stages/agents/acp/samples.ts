/** What the real programs sent: claude-agent-acp 0.100.0, codex-acp 2.6.0, gemini-cli 0.61.0, opencode 1.18.33. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const read = (name: string) =>
  JSON.parse(readFileSync(resolve(`test/stages/agents/acp/samples/${name}.json`), 'utf8'));

/** Requests to the client, by agent, case and place. */
export const REQUESTS: Record<string, { method: string; params: Record<string, unknown> }> = read('requests');
/** The updates of a turn in their order, and its `result`, by agent and case. */
export const TURNS: Record<string, Record<string, unknown>[]> = read('turns');
