/**
 * Takes the pictures of docs/screens: `npm run screens`. Drives a run through the page, as the browser tests do, and
 * photographs each card where it stands.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openPlayground } from './playground.js';
import type { Visitor } from './visitor.js';

const FOLDER = 'docs/screens';
/** As wide as a card in a channel on a common screen, and as a phone. */
const CARD = { width: 640, height: 1_400, scale: 1.5 };
const PHONE = { width: 390, height: 844, scale: 1.5 };
const DESK = { width: 1_360, height: 850 };

mkdirSync(FOLDER, { recursive: true });
const playground = await openPlayground();

async function take(name: string, what: Locator | Visitor): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  const page = 'thread' in what ? what.page : what.page();
  // Nothing under the pointer looks different.
  await page.mouse.move(0, 0);
  await ('thread' in what ? page : what).screenshot({ path });
  process.stdout.write(`${path}\n`);
}

try {
  const ana = await playground.visits(CARD);
  const desk = await playground.visits(DESK);
  const night = await playground.visits({ ...DESK, dark: true });
  const phone = await playground.visits(PHONE);
  const cem = await playground.visits({ ...DESK, scale: 1.5 });
  const card = (): Locator => ana.message(/DEMO-1 ·/u, ana.thread);
  const all = [ana, desk, night, phone, cem];

  await take('start', desk);
  await desk.types('/metawsm bootstrap DEMO-1 --repos hello,site');
  for (const visitor of all) await visitor.opensThread(/DEMO-1/u);
  await take('question', ana.message(/a question about the/u, ana.thread));
  await take('phone-question', phone);
  await ana.presses('Write an answer…', /a question about the/u);
  await ana.fills({ Answer: '`npm test` passes in hello' });
  await ana.answers('Send');
  await ana.reads(/Brief for DEMO-1/u, ana.thread);
  await take('brief', ana.message(/Brief for DEMO-1/u, ana.thread));
  await ana.presses('Start run', /Brief for DEMO-1/u);

  await ana.reads(/DEMO-1 · running/u, ana.thread);
  await take('running', card());
  await ana.reads(/asks for DEMO-1/u, ana.thread);
  await take('guidance', ana.message(/asks for DEMO-1/u, ana.thread));
  for (const visitor of [desk, night]) {
    await visitor.reads(/asks for DEMO-1/u, visitor.thread);
    // the card follows within a second
    await visitor.reads(/DEMO-1 · awaiting_guidance/u, visitor.thread);
  }
  await take('desk', desk);
  await take('desk-dark', night);
  await night.page.getByRole('button', { name: 'Inspector' }).click();
  await night.reads('awaiting guidance', night.page.getByRole('complementary', { name: 'Inspector' }));
  await take('inspector', night);
  await ana.replies('Good morning');

  await ana.reads(/mend/u, ana.thread);
  await take('failed-check', card());
  await ana.reads(/merge-ready/iu, ana.thread);
  const summary = ana.message(/merge-ready/iu, ana.thread);
  await take('summary', summary);
  await take('phone-summary', phone);
  await ana.presses('Merge & close', /merge-ready/iu);
  await take('confirm', ana.dialog);
  await ana.answers('Not now');

  await cem.actsAs('Cem');
  await cem.presses('Merge & close', /merge-ready/iu);
  await cem.answers('Merge & close');
  await take('refused', cem.message(/Only visible to you/u, cem.thread));

  await desk.opens('metawsm');
  await desk.page.getByRole('tab', { name: 'Home' }).click();
  await desk.reads(/DEMO-1/u);
  await take('home', desk.conversation);

  await ana.presses('Merge & close', /merge-ready/iu);
  await ana.answers('Merge & close');
  await ana.reads(/DEMO-1 · closed/u, ana.thread);
  await take('closed', card());

  const later = await playground.visits(CARD);
  await later.types('/metawsm bootstrap DEMO-3 --repos hello --agent careful');
  await later.opensThread(/DEMO-3/u);
  await later.presses('Start run', /Brief for DEMO-3/u);
  await later.reads(/wants to run a command/u, later.thread);
  await take('permission', later.message(/wants to run a command/u, later.thread));
  await later.reads(/▸ Look at the history/u, later.thread);
  await take('plan', later.message(/DEMO-3 ·/u, later.thread));
  // an agent that waits would outlive the program, since its home is kept
  await later.presses('Allow once', /wants to run a command/u);
  await later.reads(/merge-ready/iu, later.thread);
} finally {
  await playground.close();
}
