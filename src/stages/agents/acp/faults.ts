/** Why a turn failed. */
export type TurnFaultKind =
  | { kind: 'limit'; until?: string; detail: string }
  | { kind: 'unreachable' | 'login' | 'other'; detail: string };

export function faultOf(error: unknown, stderrEnd: string, _now: string): TurnFaultKind {
  const { code, message = 'no reason was given' } = error as { code?: number; message?: string };
  if (code === -32000) return { kind: 'login', detail: message };
  if (/limit/i.test(message)) return { kind: 'limit', detail: message };
  return { kind: 'other', detail: [message, stderrEnd].filter(Boolean).join('\n') };
}
