/** `/metawsm doctor`: the running bot tries itself, and tells whoever may merge. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const LIMIT_MS = 60_000;

/** Only ana may merge. */
const more = ({ ana }: { ana: { id: string } }) =>
  `access: { start: [everyone], answer: [everyone], merge: [${ana.id}], admins: [] }`;

test(
  'tells at once that it looks, then what it found, privately, with the bot’s own round trip',
  async () => {
    world = await makeWorld({ repos: API, more });
    const { ana, ben, dev, slack } = world;
    expect(await ana.types('/metawsm doctor', { in: dev })).toMatch(/^Looking….*direct message/s);
    const told = slack.visibleText(await ana.ephemeral(/Nothing is wrong/, { in: dev }));
    expect(told).toMatch(/2 of 2 sockets are open/);
    expect(told).toMatch(/Slack delivers events: that of a test message came after \d+ ms/);
    expect(told).toMatch(/api: the base main can be read/);
    expect(told).toMatch(/The database .* is whole/);
    expect(told).toMatch(/→ .*sandbox/);
    expect(slack.messages(ana.dm())).toEqual([]);
    expect(slack.messages(dev)).toEqual([]);
    expect(ben.ephemerals({ in: dev })).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'is for those who may merge',
  async () => {
    world = await makeWorld({ repos: API, more });
    const { ben, dev, slack } = world;
    expect(await ben.types('/metawsm doctor', { in: dev })).toMatch(/You do not have the right/);
    expect(slack.callsOf('bots.info')).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'says which events do not come, and what else is wrong comes first',
  async () => {
    world = await makeWorld({ repos: API, more });
    const { ana, dev, slack, root } = world;
    slack.faults.next('bots.info', () => {
      slack.faults.dropEvents(true);
      return undefined;
    });
    writeFileSync(join(root, '.env'), '');
    await ana.types('/metawsm doctor', { in: dev });
    const told = slack.visibleText(await ana.ephemeral(/1 fault/, { in: dev }));
    expect(told).toMatch(/^\*1 fault\.\*.*\n\n\*Slack\*/);
    expect(told).toMatch(/:x: Slack does not deliver events.*\n\s+→ In .*Event Subscriptions/);
    expect(slack.messages(ana.dm())).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'over HTTP the event goes round as well, and a thread’s next message does not wait',
  async () => {
    world = await makeWorld({ repos: API, more, http: true });
    const { ana, dev, slack } = world;
    const { card } = await world.begins('ABC-1');
    const asked = await world.hears(card, /Which greeting\?/);
    slack.faults.next('bots.info', { delayMs: 2_000 });
    await ana.says('@metawsm doctor', { in: dev, thread: card });
    await ana.ephemeral(/Looking…/, { in: dev });
    await ana.says('Moin', { in: dev, thread: card });
    await slack.waitFor(() => /Moin/.test(slack.visibleText(asked)), 'the answer to be taken');
    expect(
      ana.ephemerals({ in: dev }).some((one) => /Slack delivers events/.test(slack.visibleText(one))),
    ).toBe(false);
    const told = slack.visibleText(await ana.ephemeral(/Slack delivers events/, { in: dev }));
    expect(told).toMatch(/The bot listens on port \d+/);
    await world.hears(card, /Merge-ready/);
  },
  LIMIT_MS,
);

test(
  'a report that is longer than Slack takes says what is wrong, and where the rest stands',
  async () => {
    const copy = Array.from({ length: 120 }, (_, at) => `${'deep/'.repeat(12)}settings-${at}.env`);
    world = await makeWorld({ repos: API, more, repoLines: [`copy: ${JSON.stringify(copy)}`] });
    mkdirSync(join(world.home, 'files'), { recursive: true });
    const { ana, dev, slack } = world;
    await ana.types('/metawsm doctor', { in: dev });
    const told = slack.visibleText(await ana.ephemeral(/120 faults/, { in: dev }));
    expect(told).toMatch(/settings-0\.env/);
    expect(told).toMatch(/`npm run doctor` on the machine of the bot tells everything/);
  },
  LIMIT_MS,
);
