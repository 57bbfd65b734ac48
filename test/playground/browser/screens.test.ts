/** Every screen on the way, for eyes that need contrast or a reader, in light and dark, and on a phone. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { describeInBrowser } from './in-browser.js';
import type { Visitor } from './visitor.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 844 };

/** What axe calls serious or critical, with the places. */
async function faults(visitor: Visitor, screen: string): Promise<string[]> {
  await visitor.page.evaluate(AXE);
  const { violations } = await visitor.page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${screen}: ${id} at ${target}: ${failureSummary}`),
    );
}

/** What goes beyond the right edge of the window, as far as it does not scroll in a place of its own. */
const BEYOND = `(() => {
  const width = document.documentElement.clientWidth;
  const whole = document.scrollingElement.scrollWidth;
  const scrolls = (element) =>
    element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const faults = whole > width ? ['the page is ' + whole + ' wide'] : [];
  for (const element of document.querySelectorAll('button, input, textarea, select, p, h2, h3, dialog')) {
    const { right, width: own } = element.getBoundingClientRect();
    const isShown = own > 1 && element.checkVisibility({ checkVisibilityCSS: true });
    if (isShown && right > width + 1 && !scrolls(element.parentElement))
      faults.push(element.tagName + '.' + element.className + ' ends at ' + Math.round(right));
  }
  return faults;
})()`;

describeInBrowser('every screen', (test, open) => {
  test('can be read in light and dark, and fits a phone', async () => {
    const light = await open().visits({ height: 1_400 });
    const dark = await open().visits({ height: 1_400, dark: true });
    const phone = await open().visits(PHONE);
    const found: string[] = [];
    const look = async (screen: string): Promise<void> => {
      found.push(...(await faults(light, `${screen}, light`)), ...(await faults(dark, `${screen}, dark`)));
      found.push(
        ...(await phone.page.evaluate<string[]>(BEYOND)).map((fault) => `${screen}, phone: ${fault}`),
      );
    };
    const all = async (does: (visitor: Visitor) => Promise<void>): Promise<void> => {
      for (const visitor of [light, dark, phone]) await does(visitor);
    };

    await look('empty channel');
    await phone.page.getByRole('button', { name: 'Channels' }).click();
    await look('drawer');
    await phone.opens('general');
    await phone.reads('general');
    await phone.opens('dev');

    await light.types('/metawsm status');
    await light.types('/metawsm bootstrap DEMO-1 --repos hello,site');
    await all((visitor) => visitor.opensThread(/DEMO-1/u));
    await all((visitor) => visitor.reads(/a question about the/u, visitor.thread));
    await look('question');
    // A form opens on every page of the person who asked for it.
    await phone.presses('Write an answer…', /a question about the/u);
    await all((visitor) => visitor.dialog.waitFor());
    await look('form');
    await phone.answers('Send');
    await all((visitor) => visitor.reads('Please complete this required field', visitor.dialog));
    await look('form with a fault');
    await phone.fills({ Answer: '`npm test` passes in hello' });
    await phone.answers('Send');
    await all((visitor) => visitor.isBack());
    await all((visitor) => visitor.reads(/Brief for DEMO-1/u, visitor.thread));
    await look('brief');
    await phone.presses('Start run', /Brief for DEMO-1/u);
    await all((visitor) => visitor.reads(/asks for DEMO-1/u, visitor.thread));
    await look('guidance');
    await all((visitor) => visitor.opensHome());
    await all((visitor) => visitor.reads(/Waits for you · 1/u));
    await look('home');
    await phone.conversation.getByRole('button', { name: /^Moin/u }).click();
    await all(async (visitor) => {
      await visitor.opens('dev');
      await visitor.reads(/DEMO-1 · merge_ready/u);
      await visitor.opensThread(/DEMO-1 · merge_ready/u);
    });
    await look('summary');
    await all(async (visitor) => {
      await visitor.presses('Merge & close', /DEMO-1.*merge-ready/isu);
      await visitor.reads('hello', visitor.dialog);
    });
    await look('confirm');
    await all((visitor) => visitor.answers('Not now'));
    await phone.page.getByRole('button', { name: 'Back to the channel' }).click();
    await phone.conversation.getByRole('textbox').waitFor();
    await all(async (visitor) => {
      await visitor.page.getByRole('button', { name: 'Inspector', exact: true }).click();
      await visitor.reads(/merge ready/iu, visitor.inspector);
    });
    await look('inspector');
    expect(found).toEqual([]);
  }, 240_000);
});
