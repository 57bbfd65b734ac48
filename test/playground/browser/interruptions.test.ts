/** Slack's own Stop, a killed bot, and the inspector that shows both. */
import { expect } from '@jest/globals';
import { describeInBrowser } from './in-browser.js';

describeInBrowser('a run that is interrupted', (test, open) => {
  test('stops by Slack’s own Stop, starts again, and survives the death of the bot', async () => {
    const visitor = await open().visits({ width: 1_600, height: 1_000 });
    const { thread, inspector, page } = visitor;
    await page.getByRole('button', { name: 'Inspector', exact: true }).click();
    await visitor.types('/metawsm bootstrap DEMO-1 --repos hello --done "`npm test` passes"');
    await visitor.opensThread(/DEMO-1/u);
    await visitor.reads(/DEMO-1 · intake/u, inspector.getByRole('combobox', { name: 'Run' }));
    await visitor.presses('Start run', /Brief for DEMO-1/u);

    await visitor.reads('metawsm is working', thread);
    await thread.locator('.session-line').getByRole('button', { name: 'Stop' }).click();
    await visitor.reads(/DEMO-1 · stopped/u);
    await visitor.reads(/Stopped by @ana/u, thread);
    await visitor.reads(/Stopped/iu, inspector.locator('.machine__place--here'));
    await visitor.presses('Restart', /DEMO-1 · stopped/u);

    const asks = /asks for DEMO-1/u;
    await visitor.reads(asks, thread);
    await visitor.reads(/awaiting guidance/iu, inspector.locator('.machine__place--here'));
    const process = inspector.getByRole('region', { name: 'The bot' });
    const before = await process.innerText();
    await process.getByRole('button', { name: /^Kill/u }).click();
    await visitor.reads('started 2 times', process);
    await visitor.isConnected();
    expect(await process.innerText()).not.toBe(before);

    expect(await thread.getByRole('article').filter({ hasText: asks }).count()).toBe(1);
    await visitor.presses('Moin', asks);
    await visitor.reads(/Answered by @ana/u, thread);
    await visitor.reads(/DEMO-1 · merge_ready/u);
    // The question was asked once, before and after.
    const replies = thread.getByRole('article');
    expect(await replies.filter({ hasText: /Which greeting.*Answered by @ana/su }).count()).toBe(1);
    expect(await replies.filter({ hasText: /is merge-ready/iu }).count()).toBe(1);

    await visitor.reads(/Merge ready/iu, inspector.locator('.machine__place--here'));
    await visitor.reads(/merge_ready/u, inspector.getByRole('combobox', { name: 'Run' }));
    const events = inspector.getByRole('tabpanel');
    for (const event of ['stop', 'restart', 'answer']) await visitor.reads(event, events);
  }, 240_000);
});
