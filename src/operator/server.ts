/** The Model Context Protocol as far as a server with a few tools needs it: JSON-RPC, one message a line. */

export interface Tool {
  name: string;
  description: string;
  inputSchema: object;
  annotations: object;
  /** Resolves with what the agent reads. `signal` ends the waiting of a call that was cancelled. */
  call(given: Record<string, unknown>, signal: AbortSignal): Promise<Told>;
}

export interface Told {
  text: string;
  isError?: true;
  /** Called once the text is on its way. */
  afterwards?: () => void;
}

export interface ServerOptions {
  tools: readonly Tool[];
  /** Between two signs of life of a call that waits. */
  progressMs: number;
  send: (message: object) => void;
}

type Id = string | number;

const VERSION = '2025-06-18';
const FAULT = { parse: -32700, request: -32600, method: -32601, params: -32602 } as const;
/** Clients that hide tools until they are searched for show this one at once. */
const ALWAYS = { 'anthropic/alwaysLoad': true };

export class OperatorServer {
  private readonly calls = new Map<Id, AbortController>();

  constructor(private readonly options: ServerOptions) {}

  /** Takes one line; undefined stands for one that was too long. Never throws for what it holds. */
  receive(line: string | undefined): void {
    if (line?.trim() === '') return;
    const message = line === undefined ? undefined : parsed(line);
    if (message === undefined) this.refuse(null, FAULT.parse, 'not JSON, or too long');
    else if (isObject(message)) this.take(message);
    else this.refuse(null, FAULT.request, 'not a request');
  }

  private take({ id, method, params: given }: Record<string, unknown>): void {
    // An answer to something that was never asked.
    if (typeof method !== 'string') return;
    const params = isObject(given) ? given : {};
    if (typeof id === 'string' || typeof id === 'number') this.request(id, method, params);
    else if (method === 'notifications/cancelled') this.cancel(params.requestId);
  }

  private request(id: Id, method: string, params: Record<string, unknown>): void {
    if (method === 'initialize') this.answer(id, greeting(params.protocolVersion));
    else if (method === 'ping') this.answer(id, {});
    else if (method === 'tools/list') this.answer(id, { tools: this.options.tools.map(shown) });
    else if (method === 'tools/call') void this.call(id, params);
    else this.refuse(id, FAULT.method, `${method.slice(0, 100)} is not known here`);
  }

  private async call(id: Id, params: Record<string, unknown>): Promise<void> {
    const tool = this.options.tools.find(({ name }) => name === params.name);
    if (!tool || this.calls.has(id)) {
      this.refuse(id, FAULT.params, tool ? 'this id is in use' : 'there is no such tool');
      return;
    }
    const cancelled = new AbortController();
    this.calls.set(id, cancelled);
    const progress = this.progress(params);
    try {
      const given = isObject(params.arguments) ? params.arguments : {};
      const { text, isError, afterwards } = await tool.call(given, cancelled.signal);
      // Nobody listens to a call that was cancelled, so its answer is still untold.
      if (cancelled.signal.aborted) return;
      this.answer(id, { content: [{ type: 'text', text }], ...(isError && { isError }) });
      afterwards?.();
    } catch (error) {
      const text = `This did not work: ${(error as Error).message}`;
      this.answer(id, { content: [{ type: 'text', text }], isError: true });
    } finally {
      clearInterval(progress);
      this.calls.delete(id);
    }
  }

  /** Keeps clients waiting that give up on silent calls. */
  private progress(params: Record<string, unknown>): NodeJS.Timeout | undefined {
    const progressToken = isObject(params._meta) ? params._meta.progressToken : undefined;
    if (typeof progressToken !== 'string' && typeof progressToken !== 'number') return undefined;
    let progress = 0;
    const message = 'waiting for a person';
    return setInterval(
      () =>
        this.send({
          method: 'notifications/progress',
          params: { progressToken, progress: ++progress, message },
        }),
      this.options.progressMs,
    );
  }

  private cancel(id: unknown): void {
    if (typeof id === 'string' || typeof id === 'number') this.calls.get(id)?.abort();
  }

  private answer(id: Id, result: object): void {
    this.send({ id, result });
  }

  private refuse(id: Id | null, code: number, message: string): void {
    this.send({ id, error: { code, message } });
  }

  private send(message: object): void {
    this.options.send({ jsonrpc: '2.0', ...message });
  }
}

function greeting(version: unknown): object {
  return {
    protocolVersion: typeof version === 'string' ? version : VERSION,
    capabilities: { tools: {} },
    serverInfo: { name: 'metawsm-operator', version: '1' },
  };
}

const shown = ({ name, description, inputSchema, annotations }: Tool) => ({
  name,
  description,
  inputSchema,
  annotations,
  _meta: ALWAYS,
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
