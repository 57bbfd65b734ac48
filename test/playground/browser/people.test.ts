/** Several people before the same conversation: what each of them sees, and who was first. */
import { expect } from '@jest/globals';
import { describeInBrowser } from './in-browser.js';
import type { Visitor } from './visitor.js';

const onlyForOne = /Only visible to you/u;

/** Holds this person's next press back, as a slow network does, until the returned function is called. */
async function delaysNextPress({ page }: Visitor): Promise<() => void> {
  let go = (): void => {};
  const released = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route('**/_page/gesture?*', async (route) => {
    if (route.request().postData()?.includes('"do":"press"')) await released;
    await route.continue();
  });
  return go;
}

describeInBrowser('several people', (test, open) => {
  test('see what is meant for them, what is new to them, and what has changed', async () => {
    const ana = await open().visits();
    const ben = await open().visits();
    await ben.actsAs('Ben');
    await ben.opens('general');
    const dev = ben.page.getByRole('navigation').getByRole('button', { name: /^dev/u });

    await ana.types('/metawsm status');
    await ana.reads(onlyForOne);
    await ana.types('Good morning, @ben');
    await ben.reads(/dev, unread.*1 for you/u, dev);
    expect(await ben.page.title()).toBe('(1) metawsm playground');
    await ben.opens('dev');
    await ben.reads('Good morning, @ben');
    expect(await ben.conversation.getByText(onlyForOne).count()).toBe(0);
    await dev.filter({ hasNotText: 'unread' }).waitFor();

    // The up arrow opens one's last message.
    await ana.conversation.getByRole('textbox').last().press('ArrowUp');
    const edit = ana.page.getByRole('textbox', { name: 'Edit message' });
    await edit.fill('Good evening, all');
    await edit.press('Enter');
    await ben.reads(/Good evening, all\s+\(edited\)/u);
    await ben.message('Good evening').hover();
    await ben.message('Good evening').getByRole('button', { name: 'More actions' }).click();
    // Nobody changes what another one has said.
    expect(await ben.page.getByRole('menuitem', { name: /Edit|Delete/u }).count()).toBe(0);
    await ben.page.keyboard.press('Escape');

    await ana.does('Delete message…', 'Good evening');
    await ana.answers('Delete');
    await ben.message('Good evening').waitFor({ state: 'detached' });
  }, 120_000);

  test('an edited answer counts until the start; then the first answer wins', async () => {
    const ana = await open().visits();
    const ben = await open().visits();
    await ana.types('/metawsm bootstrap DEMO-1 --repos hello');
    await ana.opensThread(/DEMO-1/u);
    await ana.reads(/a question about the/u, ana.thread);
    await ana.replies('`npm test` passes');
    const brief = /Brief for DEMO-1/u;
    await ana.reads(brief, ana.thread);
    await ana.does('Edit message', /Lindqvist.*npm test/u, ana.thread);
    const edit = ana.thread.getByRole('textbox', { name: 'Edit message' });
    await edit.fill('`npm test` passes, and hello greets Ana');
    await edit.press('Enter');
    await ana.reads('and hello greets Ana', ana.message(brief, ana.thread));
    await ana.reads(/\(edited\)/u, ana.message(/Lindqvist.*greets Ana/u, ana.thread));
    await ana.thread.getByText('metawsm reacted with :white_check_mark:').waitFor();
    await ana.presses('Start run', brief);

    await ben.actsAs('Ben');
    await ben.opens('dev');
    await ben.opensThread(/DEMO-1/u);
    const asks = /asks for DEMO-1/u;
    await ana.reads(asks, ana.thread);
    const letGo = await delaysNextPress(ana);
    await ana.presses('Moin', asks);
    await ben.presses('Hello', asks);
    await ana.reads(/Answered by @ben/u, ana.thread);
    letGo();
    await ana.reads(/Too late: that was answered by @ben.*Hello/su, ana.thread);
    await ben.reads(/Answered by @ben/u, ben.thread);
    expect(await ben.thread.getByText(/Too late/u).count()).toBe(0);
    await ana.reads(/DEMO-1 · merge_ready/u);
    await ana.reads('Greets people by name with “Hello”', ana.thread);
  }, 240_000);
});
