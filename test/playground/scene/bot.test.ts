/** The real bot behind the page: a run begun, answered and looked at by gestures alone, and a click that comes late. */
import { afterEach, expect, test } from '@jest/globals';
import type { MessagePiece } from '../../../src/playground/scene/scene.js';
import { makeWorld, type World } from '../../journeys/world.js';
import { type PageRig, pageBefore, type Tab } from './page-rig.js';
import { OK } from './stage.js';

let world: World;
let page: PageRig;
afterEach(async () => {
  page.close();
  await world.close();
});

const API = { api: { 'README.md': '# A greeter\n' } };

test('from the command to merge-ready; two people press at once and the second reads who was first', async () => {
  world = await makeWorld({ repos: API, agent: 'asks-by-file.sh' });
  const { ana, ben, dev, slack } = world;
  for (const one of [ana, ben]) slack.inviteTo(dev, one);
  page = pageBefore(slack, [ana, ben]);
  const [hers, his] = [await page.opens(ana), await page.opens(ben)];
  const line =
    '/metawsm bootstrap ABC-1 --repos api --goal "Greet people" --scope "greeting.txt" --constraints none --done "`test -e greeting.txt` passes"';
  expect(await page.does(ana, { do: 'type', channel: dev.id, line })).toEqual(OK);
  const brief = await shown(hers, /Brief for/);
  expect(await page.does(ana, press(brief, 'Start run'))).toEqual(OK);

  const asked = await shown(hers, /Which word\?/);
  await his.until(() => his.pieces[nameOf(asked)], 'the question on his page');
  expect(his.piece('message', nameOf(asked))).toEqual({ ...asked, values: {} });
  expect(hers.piece('channel', `channel:${dev.id}`).mentions).toBeGreaterThan(0);

  const late = press(asked, 'Hi');
  expect(await page.does(ana, press(asked, 'Hey'))).toEqual(OK);
  await shown(hers, /Answered by/);
  expect(await page.does(ben, late)).toEqual(OK);
  await his.until(() => his.names('ephemeral').length > 0, 'the word that it was late');
  const [told = ''] = his.names('ephemeral');
  expect(JSON.stringify(his.piece('ephemeral', told))).toMatch(/Too late: that was answered by.*Hey/);
  expect(JSON.stringify(hers.pieces)).not.toContain('Too late');
  await shown(hers, /Merge-ready/);
  expect(world.repos.api?.log()).toHaveLength(1);
}, 60_000);

/** Waits for the newest message that shows these words. */
async function shown(tab: Tab, words: RegExp): Promise<MessagePiece> {
  const found = () =>
    Object.values(tab.pieces)
      .filter((piece): piece is MessagePiece => piece.is === 'message')
      .findLast((piece) => words.test(JSON.stringify(piece.message)));
  await tab.until(found, `a message with ${words}`);
  return structuredClone(found()!);
}

const nameOf = ({ message }: MessagePiece): string => `message:${message.channel}:${message.ts}`;

/** The gesture of somebody who sees this message and clicks the button with this label. */
function press(piece: MessagePiece, label: string) {
  for (const block of piece.message.blocks ?? [])
    for (const element of (block.elements ?? []) as Record<string, { text?: string } | string>[])
      if ((element.text as { text?: string })?.text === label)
        return {
          do: 'press' as const,
          on: nameOf(piece),
          block: String(block.block_id),
          action: String(element.action_id),
          value: String(element.value),
        };
  throw new Error(`There is no button ${label} in ${JSON.stringify(piece.message.blocks)}`);
}
