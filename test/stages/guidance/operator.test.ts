import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from '@jest/globals';
import { guidanceStage } from '../../../src/stages/guidance/guidance.js';
import { installAsk } from '../../../src/stages/guidance/install-ask.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { call, Desk, now, until } from '../desk.js';

const open: { close(): Promise<void> }[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(open.splice(0).map((one) => one.close()));
  removeTemporary();
});

function stageOf(desk: Desk) {
  const stage = guidanceStage({ home: desk.home, deliver: desk.deliver, now, sweepMs: 50, retryMs: 100 });
  desk.onMove = (run) => stage.follow(run);
  open.push(stage);
  stage.follow(desk.run);
  installAsk(join(desk.home, 'bin'));
  return stage;
}

interface Message {
  id?: string | number | null;
  method?: string;
  params?: { progressToken?: string; progress?: number };
  result?: {
    content?: { text: string }[];
    isError?: boolean;
    protocolVersion?: string;
    tools?: { name: string; _meta: object; annotations: object }[];
  };
  error?: { code: number };
}

/** An agent's side of the server, which is a process of its own. */
class Client {
  readonly child: ChildProcess;
  readonly messages: Message[] = [];
  readonly ended: Promise<number | null>;
  private count = 0;

  constructor(desk: Desk, env: Record<string, string> = {}) {
    this.child = spawn(join(desk.home, 'bin', 'metawsm-operator'), [], {
      env: {
        PATH: '/usr/bin:/bin',
        METAWSM_WORKSPACE: desk.workspace,
        METAWSM_RUN_ID: desk.run.id,
        METAWSM_AGENT: 'claude',
        METAWSM_OPERATOR_WAIT_MS: '60000',
        ...env,
      },
    });
    children.push(this.child);
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.messages.push(JSON.parse(line)));
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
  }

  write = (text: string) => this.child.stdin!.write(text);
  send = (message: object) => this.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  async answer(id: unknown): Promise<Message> {
    await until(() => this.messages.some((one) => one.id === id), `an answer to ${id}`);
    return this.messages.find((one) => one.id === id)!;
  }

  ask(method: string, params: object = {}): Promise<Message> {
    const id = `c-${++this.count}`;
    this.send({ id, method, params });
    return this.answer(id);
  }

  /** Text of a tool's result, `ERROR ` before it when it is one. */
  async tool(name: string, given: object, meta: object = {}): Promise<string> {
    const { result, error } = await this.ask('tools/call', { name, arguments: given, _meta: meta });
    if (error) return `REFUSED ${error.code}`;
    return `${result!.isError ? 'ERROR ' : ''}${result!.content![0]!.text}`;
  }
}

const mailbox = (desk: Desk) => join(desk.contract, 'ask');

describe('metawsm-operator', () => {
  test('introduces itself, and shows its tools to clients that hide tools', async () => {
    const desk = new Desk();
    stageOf(desk);
    const client = new Client(desk);
    expect((await client.ask('server/discover')).error?.code).toBe(-32601);
    const { result } = await client.ask('initialize', { protocolVersion: '2099-01-01' });
    expect(result).toMatchObject({ protocolVersion: '2099-01-01', capabilities: { tools: {} } });
    client.send({ method: 'notifications/initialized' });
    const { tools } = (await client.ask('tools/list')).result!;
    expect(tools!.map(({ name }) => name)).toEqual(['ask_operator', 'wait_for_answer', 'report_status']);
    for (const tool of tools!) {
      expect(tool._meta).toEqual({ 'anthropic/alwaysLoad': true });
      expect(tool.annotations).toEqual({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
    }
    expect((await client.ask('ping')).result).toEqual({});
    client.child.stdin!.end();
    expect(await client.ended).toBe(0);
  });

  test('asks, gives signs of life while it waits, and tells who answered', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    const client = new Client(desk, { METAWSM_OPERATOR_PROGRESS_MS: '20' });
    const given = { question: 'Which "colour"?', options: ['Red', '--blue'], context: 'a\nb' };
    const told = client.tool('ask_operator', given, { progressToken: 'p1' });
    const { request } = await desk.delivered('guidance_requested');
    expect(request).toMatchObject({ ...given, agent: 'claude', via: { kind: 'mailbox' } });
    const progress = () => client.messages.filter(({ method }) => method === 'notifications/progress');
    await until(() => progress().length > 2, 'signs of life');
    expect(
      progress()
        .map(({ params }) => params?.progress)
        .slice(0, 3),
    ).toEqual([1, 2, 3]);
    expect(progress()[0]!.params!.progressToken).toBe('p1');
    await stage['guidance.deliver']({ id: 'g1' }, desk.answer('Red — or\nnone'), call());
    expect(await told).toMatch(/^Operator U\w+ answered: Red — or\nnone$/);
    await stage.settle(desk.run.id);
    expect(desk.of('guidance_withdrawn')).toEqual([]);
  });

  test('a client that does not wait so long is told so, never anything that looks like an answer', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    const client = new Client(desk, { METAWSM_OPERATOR_WAIT_MS: '50' });
    const told = await client.tool('ask_operator', { question: 'Sure?', options: ['Yes', 'No'] });
    const [, id = ''] =
      /^STILL WAITING for the operator \(question id ([0-9a-f]{12})\)\. Call wait_for_answer with id=\1 now\. Do not guess/.exec(
        told,
      ) ?? [];
    expect(await client.tool('wait_for_answer', { id })).toBe(told);
    await desk.delivered('guidance_requested');
    await stage['guidance.deliver']({ id: 'g1' }, desk.answer('Yes'), call());
    expect(await client.tool('wait_for_answer', { id })).toMatch(/answered: Yes$/);
    // Told once more to whoever asks for it by its id; a person is not asked again.
    expect(await client.tool('wait_for_answer', { id })).toMatch(/answered: Yes$/);
    expect(desk.of('guidance_requested')).toHaveLength(1);
  });

  test('two questions at once, answered in the other order', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    const client = new Client(desk);
    const one = client.tool('ask_operator', { question: 'One?' });
    await desk.delivered('guidance_requested');
    const two = client.tool('ask_operator', { question: 'Two?' });
    await desk.delivered('guidance_requested', 2);
    const run = desk.run;
    desk.walk.does('answer', { target: 'g2', text: 'second' });
    desk.onMove(desk.run);
    await stage['guidance.deliver']({ id: 'g2' }, desk.run, call());
    expect(await two).toMatch(/answered: second$/);
    await stage['guidance.deliver']({ id: 'g1' }, desk.answer('first'), call());
    expect(await one).toMatch(/answered: first$/);
    expect(run.guidance.map(({ question }) => question)).toEqual(['One?', 'Two?']);
  });

  test('the bot ends and another begins while it waits: it gets the one answer', async () => {
    const desk = new Desk();
    const first = stageOf(desk);
    const client = new Client(desk);
    const told = client.tool('ask_operator', { question: 'Port?' });
    await desk.delivered('guidance_requested');
    await first.close();
    const second = stageOf(desk);
    await second['guidance.deliver']({ id: 'g1' }, desk.answer('80'), call());
    expect(await told).toMatch(/answered: 80$/);
    await second.settle(desk.run.id);
    expect(desk.of('guidance_requested')).toHaveLength(1);
  });

  test('the agent dies and asks the same again: nobody is asked twice, also after the answer came', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const dying = new Client(desk);
      void dying.tool('ask_operator', { question: 'Port?', options: ['80'] }).catch(() => {});
      await desk.delivered('guidance_requested');
      dying.child.kill(signal);
      await dying.ended;
    }
    await stage.settle(desk.run.id);
    expect(desk.run.guidance[0]?.state).toBe('open');
    await stage['guidance.deliver']({ id: 'g1' }, desk.answer('80'), call());
    const again = new Client(desk);
    expect(await again.tool('ask_operator', { question: 'Port?', options: ['80'] })).toMatch(/answered: 80$/);
    await stage.settle(desk.run.id);
    expect(desk.of('guidance_requested')).toHaveLength(1);
    const unread = () => readdirSync(mailbox(desk)).filter((name) => name.startsWith('a-'));
    await until(() => unread().length === 0, 'the answer to be marked as read');
  });

  test('a cancelled call waits no longer and withdraws nothing; its answer is kept for the next call', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    const client = new Client(desk);
    client.send({
      id: 0,
      method: 'tools/call',
      params: { name: 'ask_operator', arguments: { question: 'Go?' } },
    });
    await desk.delivered('guidance_requested');
    client.send({ method: 'notifications/cancelled', params: { requestId: 0 } });
    await client.ask('ping');
    await stage['guidance.deliver']({ id: 'g1' }, desk.answer('yes'), call());
    await stage.settle(desk.run.id);
    expect(desk.of('guidance_withdrawn')).toEqual([]);
    expect(await client.tool('ask_operator', { question: 'Go?' })).toMatch(/answered: yes$/);
    expect(client.messages.some(({ id }) => id === 0)).toBe(false);
  });

  test('a withdrawn question is no answer', async () => {
    const desk = new Desk();
    stageOf(desk);
    const client = new Client(desk);
    const told = client.tool('ask_operator', { question: 'Go on?' });
    await desk.delivered('guidance_requested');
    desk.walk.does('stop');
    desk.onMove(desk.run);
    expect(await told).toMatch(/^ERROR The question was withdrawn.*This is no answer/);
  });

  test('done is the file that says so, failed asks a person, progress is only noted', async () => {
    const desk = new Desk();
    stageOf(desk);
    const client = new Client(desk);
    expect(await client.tool('report_status', { state: 'progress', summary: 'half' })).toBe('Noted. Go on.');
    expect(existsSync(mailbox(desk))).toBe(false);
    expect(await client.tool('report_status', { state: 'failed', summary: 'no network' })).toMatch(
      /End your turn/,
    );
    const { request } = await desk.delivered('guidance_requested');
    expect(request.question).toBe('I cannot go on: no network');
    expect(await client.tool('report_status', { state: 'done', summary: 'All of it.' })).toMatch(
      /End your turn/,
    );
    const { summary } = await desk.delivered('completion_claimed');
    expect(summary).toBe('All of it.');
  });

  test.each([
    ['ask_operator', {}, /^ERROR `question` must be a text/],
    ['ask_operator', { question: ['x'] }, /^ERROR `question`/],
    ['ask_operator', { question: 'x', options: 'a' }, /^ERROR `options`/],
    ['ask_operator', { question: 'x', options: [1] }, /^ERROR `options`/],
    ['ask_operator', { question: 'x', options: Array(101).fill('a') }, /^ERROR `options`/],
    ['ask_operator', { question: 'x'.repeat(300_000) }, /^ERROR .*too long/],
    ['wait_for_answer', { id: '../../brief' }, /^ERROR there is no question/],
    ['wait_for_answer', { id: 7 }, /^ERROR `id`/],
    ['wait_for_answer', { id: '0123456789ab' }, /^ERROR there is no question/],
    ['report_status', { state: 'finished', summary: 'x' }, /^ERROR `state`/],
    ['report_status', { state: 'done', summary: ' ' }, /^ERROR `summary`/],
    ['report_status', { state: 'done', summary: 'x'.repeat(200_000) }, /^ERROR `summary` is too long/],
    ['rm', {}, /^REFUSED -32602/],
    ['__proto__', {}, /^REFUSED -32602/],
  ])('%s with what does not fit is told so: %#', async (name, given, told) => {
    const desk = new Desk();
    stageOf(desk);
    expect(await new Client(desk).tool(name, given)).toMatch(told);
    expect(desk.events.filter(({ type }) => type === 'guidance_requested')).toEqual([]);
    expect(existsSync(join(desk.contract, 'implementation-complete.json'))).toBe(false);
  });

  test('garbage, huge lines and halves of lines harm nothing', async () => {
    const desk = new Desk();
    stageOf(desk);
    const client = new Client(desk);
    client.write('hello\n\n{"id":1}\n[1]\nnull\n"x"\n{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}\n');
    client.write(`{"jsonrpc":"2.0","id":9,"method":"ping","x":"${'y'.repeat(3_000_000)}"}\n`);
    client.write('{"jsonrpc":"2.0","id":0,"me');
    client.write('thod":"ping"}\r\n');
    expect((await client.answer(0)).result).toEqual({});
    expect(client.messages.map(({ error }) => error?.code).filter(Boolean)).toEqual([
      -32700, -32600, -32600, -32600, -32700,
    ]);
    expect(client.messages.some(({ id }) => id === 9)).toBe(false);
  });

  test('outside of a run it says so', async () => {
    const desk = new Desk();
    stageOf(desk);
    expect(await new Client(desk, { METAWSM_WORKSPACE: '' }).ended).toBe(64);
  });

  test('both programs are there, for their owner to run', () => {
    const desk = new Desk();
    stageOf(desk);
    const bin = join(desk.home, 'bin');
    expect(readdirSync(bin).sort()).toEqual(['metawsm-ask', 'metawsm-operator']);
    expect(readFileSync(join(bin, 'metawsm-operator'), 'utf8')).toContain(process.execPath);
  });
});
