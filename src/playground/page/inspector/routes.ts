/** Lines between the places of the drawing. Between two places there is one line in each direction, whatever leads there. */
import type { MachinePicture } from '../../../app/inspection.js';
import { type Box, type Layout, type Place, placeOf } from './layout.js';
import { arc, bow, type Line, middleOf, step, wave } from './lines.js';

/** From one place to another, or from one chip of a place to another. */
export interface Route extends Line {
  from: string;
  to: string;
}

type Side = 'left' | 'right';

/** One route per pair of places, and per pair of chips of one place. The machine's own edges lead from everywhere and are left out. */
export function routesOf({ edges }: MachinePicture, layout: Layout): Route[] {
  const pairs = new Map<string, { from: string; to: string }>();
  for (const { from, to } of edges) {
    const pair = to === undefined ? undefined : ends(layout, from, to);
    if (pair && pair.from !== pair.to) pairs.set(`${pair.from} ${pair.to}`, pair);
  }
  const all = [...pairs.values()];
  const ports = portsOf(layout, all);
  return all.flatMap(({ from, to }) => drawn(layout, from, to, ports) ?? []);
}

/** The route that a step from one state to another takes. */
export function routeOf(routes: Route[], layout: Layout, from: string, to: string): Route | undefined {
  const pair = ends(layout, from, to);
  if (!pair || pair.from === pair.to) return undefined;
  const known = routes.find((route) => route.from === pair.from && route.to === pair.to);
  return known ?? drawn(layout, pair.from, pair.to, new Map());
}

/** Chips within one place are joined themselves, otherwise their places are. */
function ends(layout: Layout, from: string, to: string): { from: string; to: string } | undefined {
  const [a, b] = [placeOf(layout, from), placeOf(layout, to)];
  if (!a || !b) return undefined;
  return a === b ? { from, to } : { from: a.id, to: b.id };
}

function drawn(layout: Layout, from: string, to: string, ports: Map<string, number>): Route | undefined {
  const [a, b] = [placeOf(layout, from)!, placeOf(layout, to)!];
  if (a === b) {
    const chip = (id: string) => a.chips.find((one) => one.id === id);
    const [one, other] = [chip(from), chip(to)];
    return one && other && { from, to, ...arc(a, one, other) };
  }
  if (isStepDown(layout, a, b)) return { from, to, ...step(a, b) };
  const [out, into] = sidesOf(a, b);
  const start = { x: edgeOf(a, out), y: ports.get(portName(from, to, 'from')) ?? middleOf(a).y };
  const end = { x: edgeOf(b, into), y: ports.get(portName(from, to, 'to')) ?? middleOf(b).y };
  return { from, to, ...(a.column === b.column ? bow(a, start, end) : wave(a, b, start, end)) };
}

function sidesOf(a: Place, b: Place): [Side, Side] {
  if (a.column !== b.column) return a.column === 'way' ? ['right', 'left'] : ['left', 'right'];
  return a.column === 'way' ? ['left', 'left'] : ['right', 'right'];
}

const edgeOf = (box: Box, side: Side) => (side === 'left' ? box.x : box.x + box.width);

function isStepDown({ places }: Layout, a: Place, b: Place): boolean {
  const way = places.filter(({ column }) => column === 'way');
  return a.column === 'way' && b.column === 'way' && way.indexOf(b) === way.indexOf(a) + 1;
}

const portName = (from: string, to: string, end: 'from' | 'to') => `${end} ${from} ${to}`;

/** Lines leave and reach a side one below the other, in the order of where they lead. */
function portsOf(layout: Layout, pairs: { from: string; to: string }[]): Map<string, number> {
  const sides = new Map<string, { name: string; place: Place; other: Place; isEnd: boolean }[]>();
  for (const { from, to } of pairs) {
    const [a, b] = [placeOf(layout, from)!, placeOf(layout, to)!];
    if (a === b || isStepDown(layout, a, b)) continue;
    const [out, into] = sidesOf(a, b);
    const add = (name: string, place: Place, side: Side, other: Place, isEnd: boolean) => {
      const key = `${place.id} ${side}`;
      sides.set(key, [...(sides.get(key) ?? []), { name, place, other, isEnd }]);
    };
    add(portName(from, to, 'from'), a, out, b, false);
    add(portName(from, to, 'to'), b, into, a, true);
  }
  const ports = new Map<string, number>();
  for (const ends of sides.values()) {
    ends.sort((one, two) => one.other.y - two.other.y || Number(one.isEnd) - Number(two.isEnd));
    for (const [at, { name, place }] of ends.entries())
      ports.set(name, place.y + (place.height * (at + 1)) / (ends.length + 1));
  }
  return ports;
}
