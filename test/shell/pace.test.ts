import { afterEach, expect, test } from '@jest/globals';
import { paced } from '../../src/shell/pace.js';
import { givePrecedence } from '../../src/shell/precedence.js';
import { runProgram } from '../../src/shell/program.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

afterEach(() => {
  givePrecedence(() => false);
  removeTemporary();
});

/** Keeps everybody waiting, as a fork does on a busy machine. */
function stopsFor(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

test('between two starts there is as much time as a start took', async () => {
  const ended: number[] = [];
  const begun: number[] = [];
  let turns = 0;
  const start = () => {
    begun.push(performance.now());
    stopsFor(20);
    ended.push(performance.now());
  };
  const listening = setInterval(() => turns++, 1);
  await Promise.all([paced(start), paced(start), paced(start)]);
  clearInterval(listening);
  const between = [1, 2].map((n) => (begun[n] ?? 0) - (ended[n - 1] ?? 0));
  // a timer may fire a millisecond early
  expect(Math.min(...between)).toBeGreaterThan(18);
  expect(turns).toBeGreaterThan(2);
});

test('while others wait there is more time, but not without end', async () => {
  let asked = 0;
  const between = async () => {
    let ended = 0;
    const first = paced(() => {
      stopsFor(20);
      ended = performance.now();
    });
    const { started } = await paced(() => ({ at: performance.now(), asked }));
    await first;
    return { ms: started.at - ended, asked: started.asked };
  };
  givePrecedence(() => true);
  expect((await between()).ms).toBeGreaterThan(55);
  givePrecedence(() => {
    asked += 1;
    return asked < 3;
  });
  expect((await between()).asked).toBe(3);
});

test('nobody waits long for somebody whose start took long', async () => {
  let ended = 0;
  const slow = paced(() => {
    stopsFor(400);
    ended = performance.now();
  });
  const { started } = await paced(() => performance.now());
  await slow;
  expect(started - ended).toBeLessThan(350);
});

test('a start that throws says so to its caller, and the next one has its turn', async () => {
  const broken = paced(() => {
    throw new Error('EAGAIN');
  });
  const next = paced(() => 'started');
  await expect(broken).rejects.toThrow('EAGAIN');
  expect(await next).toEqual({ started: 'started' });
});

test('a program that nobody wants any more when its turn comes is not started', async () => {
  const cwd = temporary();
  const abort = new AbortController();
  const before = paced(() => stopsFor(20));
  const options = { cwd, env: { PATH: process.env.PATH ?? '' } };
  const unwanted = runProgram(['touch', 'started'], { ...options, signal: abort.signal });
  abort.abort();
  await before;
  expect(await unwanted).toMatchObject({
    exitCode: null,
    aborted: true,
    notStarted: expect.stringMatching(/^ABORTED/),
  });
  expect((await runProgram(['ls'], options)).stdout).toBe('');
});

test('how long a program took does not count how long it waited for its turn', async () => {
  const before = paced(() => stopsFor(400));
  const { durationMs } = await runProgram(['true'], { cwd: '/', env: { PATH: process.env.PATH ?? '' } });
  await before;
  expect(durationMs).toBeLessThan(400);
});
