/** Forms and their fields: what the bot itself finds wrong stands at the field, and nothing is sent by halves. */
import { expect } from '@jest/globals';
import { describeInBrowser } from './in-browser.js';

describeInBrowser('forms that begin a run', (test, open) => {
  test('the bot says at the field what is wrong, and takes the form once it is right', async () => {
    const visitor = await open().visits();
    await visitor.usesShortcut('Start a run');
    await visitor.chooses('Channel', 'dev');
    await visitor.chooses('Repositories', 'site');
    await visitor.chooses('Repositories', 'hello');
    await visitor.fills({ Ticket: '-not a ticket', Goal: 'The page says good night.' });
    await visitor.answers('Start intake');

    await visitor.reads('A ticket has 1 to 64 letters', visitor.dialog);
    const ticket = visitor.dialog.getByRole('textbox', { name: 'Ticket' });
    expect(await ticket.getAttribute('aria-invalid')).toBe('true');
    await ticket.and(visitor.page.locator(':focus')).waitFor();
    // What was filled in is still there.
    await visitor.dialog.getByRole('button', { name: 'Remove site' }).waitFor();
    expect(await visitor.dialog.getByRole('textbox', { name: 'Goal' }).inputValue()).toBe(
      'The page says good night.',
    );

    await visitor.fills({ Ticket: 'FORM-1' });
    await visitor.answers('Start intake');
    await visitor.isBack();
    await visitor.opensThread(/FORM-1 · intake/u);
    const card = visitor.message(/FORM-1 · intake/u, visitor.thread);
    await visitor.reads('The page says good night.', card);
    await visitor.reads(/site from main, hello from main/u, card);
  }, 120_000);

  test('a channel without the bot is refused in the form, and nothing begins', async () => {
    const visitor = await open().visits();
    await visitor.usesShortcut('Start a run');
    await visitor.chooses('Channel', 'random');
    await visitor.chooses('Repositories', 'hello');
    await visitor.fills({ Ticket: 'FORM-2' });
    await visitor.answers('Start intake');
    await visitor.reads('I am not a member of this channel', visitor.dialog);
    await visitor.page.keyboard.press('Escape');
    await visitor.isBack();
    await visitor.opensHome();
    await visitor.reads('All active runs');
    expect(await visitor.conversation.getByText('FORM-2').count()).toBe(0);
  }, 120_000);

  test('a message becomes the goal of a run, and its thread leads to the card', async () => {
    const visitor = await open().visits();
    await visitor.types('Shall we greet people with a smile?');
    await visitor.does(/Start run from message/u, 'with a smile');
    await visitor.dialog.waitFor();
    const goal = visitor.dialog.getByRole('textbox', { name: 'Goal' });
    expect(await goal.inputValue()).toBe('Shall we greet people with a smile?');
    await visitor.fills({ Ticket: 'SMILE-1' });
    await visitor.chooses('Repositories', 'hello');
    await visitor.answers('Start intake');
    await visitor.isBack();
    await visitor.reads(/SMILE-1 · intake/u);

    await visitor.opensThread(/Lindqvist.*with a smile/u);
    await visitor.thread.getByRole('link', { name: 'SMILE-1' }).click();
    await visitor.reads(/SMILE-1 · intake/u, visitor.conversation);
    await visitor.page.locator('.message:focus').filter({ hasText: 'SMILE-1 · intake' }).waitFor();
  }, 120_000);
});
