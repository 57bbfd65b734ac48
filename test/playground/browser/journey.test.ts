/** The first minute of a newcomer, through the page alone; git says at the end whether it was true. */
import { expect } from '@jest/globals';
import { describeInBrowser } from './in-browser.js';

describeInBrowser('from the empty channel to the merged result', (test, open) => {
  test('a ticket becomes two merged repositories', async () => {
    const playground = open();
    const before = ['hello', 'site'].map((repo) => playground.base(repo));
    const visitor = await playground.visits();
    const { conversation, thread, hint } = visitor;
    await visitor.reads('1 of 8', hint);

    // Typed by hand, after a slip that only this person hears of.
    await visitor.types('/metawsm boostrap DEMO-1');
    await visitor.reads(/Did you mean .*bootstrap/u);
    await visitor.types('/metawsm bootstrap DEMO-1 --repos hello,site');
    await visitor.opensThread(/DEMO-1/u);

    // A question, answered in a form that checks what it gets.
    await visitor.presses('Write an answer…', /a question about the/u);
    await visitor.answers('Send');
    await visitor.reads('Please complete this required field', visitor.dialog);
    await visitor.fills({ Answer: '`npm test` passes in hello' });
    await visitor.answers('Send');
    await visitor.presses('Start run', /Brief for DEMO-1/u);

    // The agent's question, answered by a reply in the thread.
    await visitor.reads(/the agent .* asks for DEMO-1/u, thread);
    await visitor.replies('Good morning');
    await visitor.reads(/Answered by/u, thread);

    // The failing check needs nobody; the card moves where it stands.
    await visitor.reads(/DEMO-1 · merge_ready/u);
    await visitor.reads(/merge-ready/iu, thread);

    // Somebody without rights is refused, and only he sees it.
    await visitor.actsAs('Cem');
    await visitor.presses('Merge & close', /merge-ready/iu);
    await visitor.answers('Merge & close');
    await visitor.reads('You do not have the right to do that', thread);
    await visitor.actsAs('Ana');
    await thread
      .getByText(/Only visible to you/u)
      .first()
      .waitFor({ state: 'detached' });
    expect(await thread.getByText(/Only visible to you/u).count()).toBe(0);

    await visitor.presses('Merge & close', /merge-ready/iu);
    await visitor.reads('hello', visitor.dialog);
    await visitor.answers('Merge & close');
    await visitor.reads(/DEMO-1 · closed/u, conversation);

    const after = ['hello', 'site'].map((repo) => playground.base(repo));
    expect(after.map((log, index) => log.endsWith(before[index]!))).toEqual([true, true]);
    expect(after[0]).toMatch(/^\+.*Good morning/mu);
    expect(after[0]).toContain('Merged-by: ');
    expect(after[1]).not.toBe(before[1]);

    // The hint leads to what has come of it.
    await visitor.reads('8 of 8', hint);
    const link = hint.getByRole('link', { name: /hello/u });
    const [diff] = await Promise.all([visitor.page.context().waitForEvent('page'), link.click()]);
    await diff.getByText('Good morning').first().waitFor();
  }, 240_000);
});
