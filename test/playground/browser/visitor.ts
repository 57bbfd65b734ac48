/** A person before the page: sees and does what the page shows, and nothing else. */
import type { Locator, Page } from 'playwright-core';

/** The bot and the agent work in between. */
const PATIENCE_MS = 60_000;

export class Visitor {
  readonly page: Page;
  /** What the page complained of: exceptions and errors in its console. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
  }

  get conversation(): Locator {
    return this.page.getByRole('main');
  }
  get thread(): Locator {
    return this.page.getByRole('complementary', { name: 'Thread' });
  }
  get dialog(): Locator {
    return this.page.getByRole('dialog').last();
  }
  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }
  get hint(): Locator {
    return this.page.getByRole('region', { name: 'The next thing to try' });
  }

  /** Waits until the page says that the bot can be reached. */
  async isConnected(): Promise<void> {
    await this.page
      .getByRole('status')
      .filter({ hasText: /^bot is connected/u })
      .waitFor();
  }

  async actsAs(name: string): Promise<void> {
    await this.page
      .getByRole('group', { name: 'You act as' })
      .getByText(name, { exact: false })
      .first()
      .click();
    await this.page.getByRole('radio', { name: new RegExp(name, 'u'), checked: true }).waitFor();
  }

  /** On a phone the list of channels is a drawer. */
  async opens(channel: string): Promise<void> {
    const entry = this.page
      .getByRole('navigation', { name: 'Channels and apps' })
      .getByRole('button', { name: new RegExp(`^${channel}`, 'u') });
    if (!(await entry.isVisible())) await this.page.getByRole('button', { name: 'Channels' }).click();
    await entry.click();
  }

  /** Opens what the app shows this person at its tab. */
  async opensHome(): Promise<void> {
    await this.opens('metawsm');
    await this.page.getByRole('tab', { name: 'Home' }).click();
    await this.page.getByRole('tabpanel', { name: 'Home' }).waitFor();
  }

  /** Writes into the channel's composer and sends it. */
  async types(line: string): Promise<void> {
    await this.#write(this.conversation, line);
  }

  /** Writes into the thread's composer and sends it. */
  async replies(line: string): Promise<void> {
    await this.#write(this.thread, line);
  }

  async #write(place: Locator, line: string): Promise<void> {
    const composer = place.getByRole('textbox').last();
    await composer.fill(line);
    await composer.press('Enter');
  }

  /**
   * Opens the thread below the newest message of the channel that holds `words`. A message that arrives between press and
   * release moves the list away under the pointer, and the click hits nothing; people click again then.
   */
  async opensThread(words: string | RegExp): Promise<void> {
    const foot = this.message(words).getByRole('button', { name: /repl(y|ies)/u });
    await foot.click();
    await this.thread.waitFor({ timeout: 5_000 }).catch(() => foot.click());
    await this.thread.waitFor();
  }

  /** The newest message with these words, of the thread where one is open. */
  message(words: string | RegExp, place: Locator = this.conversation): Locator {
    return place.getByRole('article').filter({ hasText: words }).last();
  }

  /** Presses a button of the newest message with these words. */
  async presses(label: string, words: string | RegExp, place: Locator = this.thread): Promise<void> {
    await this.message(words, place).getByRole('button', { name: label, exact: true }).click();
  }

  /** Takes an entry of the menu that a message offers. */
  async does(entry: string | RegExp, words: string | RegExp, place?: Locator): Promise<void> {
    const message = this.message(words, place);
    await message.hover();
    await message.getByRole('button', { name: 'More actions' }).click();
    await this.page.getByRole('menuitem', { name: entry }).click();
  }

  /** Takes one of the app's shortcuts beside the channel's composer. */
  async usesShortcut(name: string): Promise<void> {
    await this.conversation.getByRole('button', { name: 'Shortcuts' }).click();
    await this.page.getByRole('menuitem', { name }).click();
    await this.dialog.waitFor();
  }

  /** Chooses by typing in a field of the form that is on top. */
  async chooses(field: string, option: string): Promise<void> {
    const box = this.dialog.getByRole('combobox', { name: field });
    await box.click();
    await box.pressSequentially(option);
    await this.page.getByRole('option', { name: option }).click();
  }

  /** Waits until no dialog is open. */
  async isBack(): Promise<void> {
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** Presses a button of the dialog that is on top. */
  async answers(label: string): Promise<void> {
    await this.dialog.getByRole('button', { name: label, exact: true }).click();
  }

  /** Puts texts into the fields of the form that is on top, by their labels. */
  async fills(fields: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(fields))
      await this.dialog.getByRole('textbox', { name: label }).fill(value);
  }

  /** Waits until these words can be read in a place. @throws with what stands there instead */
  async reads(words: string | RegExp, place: Locator = this.conversation): Promise<void> {
    await place
      .filter({ hasText: words })
      .first()
      .waitFor()
      .catch(async (error: Error) => {
        throw new Error(`${error.message}\nThere stands:\n${await place.first().innerText()}`);
      });
  }
}
