/** From the address to a run without a mouse: nothing here clicks. */
import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { describeInBrowser } from './in-browser.js';
import type { Visitor } from './visitor.js';

/** More stops than any screen has. */
const STOPS = 60;

const hasFocus = async (place: Locator): Promise<boolean> =>
  (await place.and(place.page().locator(':focus')).count()) === 1;

/** Goes by the tab key until something has the focus. @throws where the key never gets there */
async function goesTo({ page }: Visitor, target: Locator, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The key ${key} does not get to ${target}.`);
}

describeInBrowser('the keyboard alone', (test, open) => {
  test('leads from the address to a started run', async () => {
    const visitor = await open().visits();
    const { page, conversation, thread, dialog } = visitor;
    const { keyboard } = page;
    // The composer has the focus when the page is there, and completes what is begun.
    await keyboard.type('/met');
    await page.getByRole('listbox', { name: 'Commands' }).waitFor();
    await keyboard.press('Tab');
    await keyboard.type('boo');
    await page.getByRole('listbox', { name: 'What it can do' }).waitFor();
    await keyboard.press('Tab');
    await keyboard.type('DEMO-1 --repos hello,site');
    const composer = conversation.getByRole('textbox').last();
    expect(await composer.inputValue()).toBe('/metawsm bootstrap DEMO-1 --repos hello,site');
    await keyboard.press('Enter');

    const foot = visitor.message(/DEMO-1/u).getByRole('button', { name: /repl(y|ies)/u });
    await goesTo(visitor, foot, 'Shift+Tab');
    await keyboard.press('Enter');
    const question = visitor.message(/a question about the/u, thread);
    const write = question.getByRole('button', { name: 'Write an answer…' });
    await goesTo(visitor, write, 'Shift+Tab');
    await keyboard.press('Enter');

    // The form takes the focus, keeps it, and gives it back where it was.
    const answer = dialog.getByRole('textbox', { name: 'Answer' });
    await answer.waitFor();
    expect(await hasFocus(answer)).toBe(true);
    for (let stop = 0; stop < 8; stop += 1) {
      await keyboard.press('Tab');
      expect(await page.locator('.conversation :focus, .thread-pane :focus').count()).toBe(0);
    }
    await keyboard.press('Escape');
    await visitor.isBack();
    expect(await hasFocus(write)).toBe(true);

    await keyboard.press('Enter');
    await answer.waitFor();
    await keyboard.type('`npm test` passes in hello');
    await goesTo(visitor, dialog.getByRole('button', { name: 'Send' }), 'Tab');
    await keyboard.press('Enter');
    await visitor.isBack();

    const start = visitor.message(/Brief for DEMO-1/u, thread).getByRole('button', { name: 'Start run' });
    await goesTo(visitor, start, 'Tab');
    await keyboard.press('Enter');
    await visitor.reads(/DEMO-1 · running/u, thread);

    // The agent's answer is taken with arrows and Enter from the message that asks.
    const option = visitor.message(/asks for DEMO-1/u, thread).getByRole('button', { name: 'Moin' });
    await goesTo(visitor, option, 'Tab');
    await keyboard.press('Space');
    await visitor.reads(/Answered by @ana/u, thread);
  }, 240_000);

  test('goes to channels, menus and back', async () => {
    const visitor = await open().visits();
    const { page, conversation } = visitor;
    const { keyboard } = page;
    await keyboard.type('A line of mine');
    await keyboard.press('Enter');
    await visitor.reads('A line of mine');
    // From the composer to the newest message, and to what can be done with it.
    const message = visitor.message('A line of mine');
    await goesTo(visitor, message, 'Shift+Tab');
    const more = message.getByRole('button', { name: 'More actions' });
    await goesTo(visitor, more, 'Tab');
    await keyboard.press('Enter');
    const entry = page.getByRole('menuitem').first();
    await entry.waitFor();
    expect(await hasFocus(entry)).toBe(true);
    await keyboard.press('Escape');
    expect(await hasFocus(more)).toBe(true);

    await keyboard.press('Control+k');
    await visitor.dialog.waitFor();
    await keyboard.type('gener');
    await keyboard.press('Enter');
    await conversation.getByRole('heading', { name: 'general' }).first().waitFor();
    await page.getByRole('textbox', { name: /#general/u }).waitFor();
    await keyboard.type('typed at once');
    expect(await conversation.getByRole('textbox').last().inputValue()).toBe('typed at once');
  }, 120_000);
});
