/** Where one is on the page, in the address and for whoever acts. */
import { describe, expect, test } from '@jest/globals';
import {
  hashOf,
  inOrder,
  type Place,
  placeIn,
  placeOf,
  shownFor,
} from '../../../src/playground/page/frame/place.js';
import { channel } from './pieces.js';

const dev = channel('C1', 'dev');
const other = channel('C2', 'archive', { archived: true });
const open = channel('C3', 'all', { isMember: false });
const app = channel('D1', 'metawsm', { kind: 'im' });

describe('the address', () => {
  const places: Place[] = [
    { at: 'channel', channel: 'C1' },
    { at: 'channel', channel: 'C1', thread: '1700000000.000100' },
    { at: 'app', tab: 'home' },
    { at: 'app', tab: 'messages' },
    { at: 'app', tab: 'messages', thread: '1700000000.000100' },
  ];
  test.each(places)('%j comes back as it was', (place) => {
    expect(placeOf(hashOf(place))).toEqual(place);
  });

  test.each(['', '#', '#/', '#/../x', '#/app', '#/app/other', '#C1', '#/<b>'])('%j is no place', (hash) => {
    expect(placeOf(hash)).toBeUndefined();
  });

  test('a thread that is no time is left out', () => {
    expect(placeOf('#/C1/nonsense')).toEqual({ at: 'channel', channel: 'C1' });
  });
});

describe('what is shown', () => {
  test('the channel and the thread that were asked for', () => {
    const place: Place = { at: 'channel', channel: 'C1', thread: '1.1' };
    expect(shownFor(place, [open, dev])).toMatchObject({ channel: dev, thread: '1.1', isApp: false });
  });

  test('the first channel of the person where the wish is not theirs, without its thread', () => {
    const place: Place = { at: 'channel', channel: 'C9', thread: '1.1' };
    expect(shownFor(place, [open, dev, app])).toMatchObject({ channel: dev, thread: undefined });
  });

  test('the app is the direct channel of whoever acts', () => {
    expect(shownFor({ at: 'app', tab: 'home' }, [dev, app])).toMatchObject({ channel: app, isApp: true });
    expect(shownFor({ at: 'app', tab: 'home' }, [dev])).toMatchObject({ channel: undefined, isApp: true });
  });

  test('the direct channel with the bot is the place of the app, by its id too', () => {
    expect(placeIn(app, '1.1')).toEqual({ at: 'app', tab: 'messages', thread: '1.1' });
    expect(shownFor({ at: 'channel', channel: 'D1' }, [dev, app])).toMatchObject({
      channel: app,
      isApp: true,
    });
  });

  test('one’s own channels come first; archived ones and direct ones are not listed', () => {
    expect(inOrder([app, open, other, dev]).map(({ name }) => name)).toEqual(['dev', 'all']);
  });
});
