/**
 * One line per event. Message, fields and the stacks of errors pass through `redact` before anything is written.
 * Machines get JSON, people at a terminal get plain lines.
 */
import { type DestinationStream, destination as openDestination, pino, stdTimeFunctions } from 'pino';
import { humanLine } from './logging/human-line.js';
import type { Redactor } from './redact.js';

/** `info('agent started', { pid })`, `error('push failed', error)`, `warn({ pid }, 'slow')`. */
export interface Write {
  (message: string, fields?: object): void;
  (fields: object, message?: string): void;
}

export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  /** The same log with `run` on every line. */
  run(id: string): Log;
}

export interface LogOptions {
  level: 'debug' | 'info' | 'warn' | 'error';
  redact: Redactor;
  /** Takes whole lines. Default: standard output, written before the call returns. */
  destination?: { write(line: string): void };
  /** Plain lines instead of JSON. Default: whether standard output is a terminal, when nothing else is named. */
  human?: boolean;
}

export function createLogger({ level, redact, destination, human }: LogOptions): Log {
  const target = destination ?? openDestination({ dest: 1, sync: true });
  const forPeople = human ?? (destination === undefined && process.stdout.isTTY === true);
  const stream: DestinationStream = forPeople ? { write: (line) => target.write(humanLine(line)) } : target;
  const options = {
    level,
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Errors are plain data by then; pino's own serializer would take them for errors again.
    serializers: { err: (error: unknown) => error },
  };
  return logOn(pino(options, stream), redact);
}

type Sink = Pick<pino.Logger, 'child' | 'isLevelEnabled' | 'debug' | 'info' | 'warn' | 'error'>;

function logOn(sink: Sink, redact: LogOptions['redact']): Log {
  const writer =
    (level: 'debug' | 'info' | 'warn' | 'error'): Write =>
    (first: string | object, second?: object | string) => {
      if (!sink.isLevelEnabled(level)) return;
      const [message, given] = typeof first === 'string' ? [first, second] : [second, first];
      const error = given instanceof Error ? given : undefined;
      const fields = error ? { err: error } : ((given ?? {}) as object);
      sink[level](redact.deep(fields) as object, redact(String(message ?? error?.message ?? '')));
    };
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    run: (id) => logOn(sink.child({ run: redact(id) }), redact),
  };
}
