/** A readable line of an update, for the log of the agent. */
export function accountOf(update: unknown): string | undefined {
  const one = update as Record<string, unknown>;
  if (one.sessionUpdate === 'tool_call') return `tool: ${String(one.title)}`;
  return undefined;
}
