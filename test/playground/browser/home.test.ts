/** The App Home, files in the direct messages, and a confirm dialog that is declined. */
import { expect } from '@jest/globals';
import { describeInBrowser } from './in-browser.js';

describeInBrowser('the App Home', (test, open) => {
  test('fills while it is open, answers the agent, and leads to files', async () => {
    const ana = await open().visits();
    const home = await open().visits();
    await home.opensHome();
    await home.reads('Nothing is going on.');
    await ana.types('/metawsm bootstrap DEMO-1 --repos hello,site --done "`npm test` passes in hello"');
    await ana.opensThread(/DEMO-1/u);

    // Without opening it again.
    await home.reads(/Waits for you · 1.*The brief is complete/su);
    await home.conversation.getByRole('button', { name: /^Start run/u }).click();
    await ana.reads(/DEMO-1 · running/u);
    await home.reads(/Waits for you · 1.*Which greeting shall people read/su);
    await ana.presses('View log', /DEMO-1 · awaiting_guidance/u);
    await ana.reads('The end of the log comes as a file in our direct messages.');
    await home.conversation.getByRole('button', { name: /^Good morning/u }).click();
    await ana.reads(/Answered by @ana/u, ana.thread);
    await home.reads('Nothing waits for you.');
    await ana.reads(/DEMO-1 · merge_ready/u);

    // Declined: nothing leaves the page.
    const summary = /DEMO-1.*merge-ready/isu;
    const sent: string[] = [];
    ana.page.on('request', (request) => sent.push(request.postData() ?? ''));
    await ana.presses('Merge & close', summary);
    await ana.reads('hello', ana.dialog);
    await ana.answers('Not now');
    await ana.isBack();
    await ana.presses('Merge & close', summary);
    await ana.page.keyboard.press('Escape');
    await ana.isBack();
    expect(sent.filter((data) => data.includes('press'))).toEqual([]);

    await ana.presses('View diff', summary);
    await ana.reads('The change comes as a file in our direct messages.', ana.thread);
    const badge = ana.page.getByRole('navigation').getByRole('button', { name: /^metawsm/u });
    await ana.reads(/2\s*for you/u, badge);
    await ana.opens('metawsm');
    await ana.conversation.getByRole('button', { name: /-diff-.*Change/u }).click();
    await ana.reads(/\+.*Good morning/u, ana.dialog);
    await ana.page.keyboard.press('Escape');
    await ana.isBack();
    await ana.conversation.getByRole('button', { name: /-log-/u }).click();
    await ana.reads('I read the brief and the ticket.', ana.dialog);
  }, 240_000);
});
