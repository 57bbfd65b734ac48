/** The drawing of the machine in the inspector: its layout, its lines, and what can happen from a state. */
import { describe, expect, test } from '@jest/globals';
import type { InspectedEvent, MachinePicture } from '../../../src/app/inspection.js';
import { layOut, placeOf } from '../../../src/playground/page/inspector/layout.js';
import { routeOf, routesOf } from '../../../src/playground/page/inspector/routes.js';
import { lastMove, nameOf, waysFrom } from '../../../src/playground/page/inspector/ways.js';
import { machinePicture } from '../../../src/run/machine-picture.js';

const picture: MachinePicture = machinePicture();
const layout = layOut(picture);
const routes = routesOf(picture, layout);
const states = picture.nodes.filter(({ kind }) => kind !== 'machine');
interface Rect {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function overlaps(boxes: Rect[]): string[] {
  return boxes.flatMap((a, at) =>
    boxes.slice(at + 1).flatMap((b) => (overlap(a, b) ? [`${a.id} ${b.id}`] : [])),
  );
}

describe('the layout', () => {
  test('has a box for every state, none over another, chips inside of their places', () => {
    const boxes = layout.places.flatMap((place) => [place, ...place.chips]);
    expect(boxes.map(({ id }) => id).sort()).toEqual(states.map(({ id }) => id).sort());
    expect(overlaps(layout.places)).toEqual([]);
    for (const { x, y, width, height, chips } of layout.places) {
      expect(overlaps(chips)).toEqual([]);
      for (const chip of chips) {
        expect([chip.x > x, chip.x + chip.width < x + width]).toEqual([true, true]);
        expect([chip.y > y, chip.y + chip.height < y + height]).toEqual([true, true]);
      }
      expect([x >= 0, y >= 0, x + width <= layout.width, y + height <= layout.height]).not.toContain(false);
    }
  });

  test('fits a phone: the way to the merge is one column from top to bottom', () => {
    const way = layout.places.filter(({ column }) => column === 'way').map(({ id }) => id);
    expect(way).toEqual(['intake', 'preparing', 'running', 'checking', 'merge_ready', 'closing', 'closed']);
    expect(layout.width).toBeLessThan(480);
    expect(layout.height).toBeLessThan(600);
  });

  test('has a place for states that it never heard of', () => {
    const news = ['dreaming', 'musing'].map((id) => ({ id, parent: '', label: id, kind: 'state' as const }));
    const wider = layOut({ ...picture, nodes: [...picture.nodes, ...news] });
    expect(wider.places).toHaveLength(layout.places.length + 2);
    expect(overlaps(wider.places)).toEqual([]);
  });
});

describe('the lines', () => {
  test('one for each pair of places that an edge joins, inside of the drawing', () => {
    for (const { from, to } of picture.edges.filter((edge) => edge.from !== '')) {
      if (to === undefined) continue;
      const [a, b] = [placeOf(layout, from)!.id, placeOf(layout, to)!.id];
      if (a === b) continue;
      expect(routes.filter((route) => route.from === a && route.to === b)).toHaveLength(1);
    }
    for (const { path } of routes) {
      const numbers = path.match(/-?[\d.]+/gu)!.map(Number);
      const across = numbers.filter((_, at) => at % 2 === 0);
      expect([Math.min(...across) >= 0, Math.max(...across) <= layout.width, path.includes('NaN')]).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  test('no two are the same, and a step that no edge makes has one too', () => {
    expect(new Set(routes.map(({ path }) => path)).size).toBe(routes.length);
    expect(routeOf(routes, layout, 'running.working', 'awaiting_guidance')).toMatchObject({
      from: 'running',
      to: 'awaiting_guidance',
    });
    expect(routeOf(routes, layout, 'closing.pushing', 'closing.building')).toMatchObject({
      from: 'closing.pushing',
    });
    expect(routeOf(routes, layout, 'closed', 'intake')?.path).toMatch(/^M /);
    expect(routeOf(routes, layout, 'checking', 'checking')).toBeUndefined();
    expect(routeOf(routes, layout, 'gone', 'checking')).toBeUndefined();
  });
});

describe('what can happen', () => {
  const ways = (state: string) => waysFrom(picture, state);
  const way = (state: string, event: string) => ways(state).find((one) => one.event === event);

  test('comes from the state and those around it', () => {
    expect(way('running.working', 'completion_claimed')?.to).toEqual(['running.finishing']);
    expect(way('running.working', 'stop')?.to).toEqual(['stopped']);
    expect(way('running.working', 'effect_broken')?.to).toEqual(['failed']);
    expect(way('running.working', 'show_log')).toEqual({ event: 'show_log', to: [], stays: true });
    expect(way('running.due', 'always')?.to).toEqual(['paused', 'running.starting']);
  });

  test('is what the inner state always takes before the outer one', () => {
    expect(way('failed', 'effect_broken')).toEqual({ event: 'effect_broken', to: [], stays: true });
    expect(way('closing.ending', 'effect_broken')?.to).toEqual(['merge_ready', 'stopped', 'failed']);
    // The same guard would have to hold that has not held inside.
    expect(way('intake.asking', 'effect_broken')?.to).toEqual(['closed']);
    // Not always taken there, so that it may reach the state around.
    expect(way('running.working', 'timer')).toMatchObject({ to: ['failed'], stays: true });
  });

  test('ends where the run is closed', () => {
    expect(ways('closed').flatMap(({ to }) => to)).toEqual([]);
    const order = ways('checking').map(({ to }) => to.length > 0);
    expect(order.lastIndexOf(true)).toBeLessThan(order.indexOf(false));
  });

  test('the last move is the newest event that changed the state', () => {
    const line = (seq: number, from?: string, to?: string) =>
      ({ run: 'a', seq, ...(from ? { from } : {}), ...(to ? { to } : {}) }) as InspectedEvent;
    expect(
      lastMove([
        line(1, undefined, 'intake.reading'),
        line(2, 'intake.reading', 'intake.asking'),
        line(3, 'intake.asking', 'intake.asking'),
      ])?.seq,
    ).toBe(2);
    expect(lastMove([line(1, undefined, 'intake.reading')])).toBeUndefined();
    expect(nameOf('awaiting_guidance')).toBe('awaiting guidance');
    expect(nameOf('closing.removing')).toBe('removing');
  });
});
