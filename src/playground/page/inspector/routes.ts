/** Lines between the places of the drawing. Between two places there is one line in each direction, whatever leads there. */
import type { Picture } from '../../scene/inspection.js';
import { type Box, type Layout, type Place, placeOf } from './layout.js';

export interface Route {
  /** Places, or chips of one place. */
  from: string;
  to: string;
  /** For `d` of an SVG path. */
  path: string;
  /** Where a label may stand. */
  middle: { x: number; y: number };
}

type Side = 'left' | 'right';
interface Point {
  x: number;
  y: number;
}

/** One route per pair of places, and per pair of chips of one place. The machine's own edges lead from everywhere and are left out. */
export function routesOf({ edges }: Picture, layout: Layout): Route[] {
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
  if (a === b) return arc(a, from, to);
  if (isStepDown(layout, a, b)) {
    const x = a.x + a.width / 2;
    const [y, end] = [a.y + a.height, b.y];
    return { from, to, path: `M ${x} ${y} L ${x} ${end - 1}`, middle: { x, y: (y + end) / 2 } };
  }
  const [out, into] = sidesOf(a, b);
  const start = { x: edgeOf(a, out), y: ports.get(portName(from, to, 'from')) ?? middleOf(a).y };
  const end = { x: edgeOf(b, into), y: ports.get(portName(from, to, 'to')) ?? middleOf(b).y };
  return { from, to, ...(a.column === b.column ? bow(start, end, out) : wave(start, end)) };
}

/** An arc above the chips to the right, below them to the left. */
function arc(place: Place, from: string, to: string): Route | undefined {
  const chip = (id: string): Box | undefined => place.chips.find((one) => one.id === id);
  const [a, b] = [chip(from), chip(to)];
  if (!a || !b) return undefined;
  const forth = b.y > a.y || (b.y === a.y && b.x > a.x);
  const sameRow = a.y === b.y;
  const [y, end] =
    sameRow && !forth
      ? [a.y + a.height, b.y + b.height]
      : forth && !sameRow
        ? [a.y + a.height, b.y]
        : [a.y, sameRow ? b.y : b.y + b.height];
  const [x1, x2] = [middleOf(a).x + (forth ? 6 : -6), middleOf(b).x + (forth ? -6 : 6)];
  const lift = sameRow ? (forth ? -1 : 1) * Math.min(13, 6 + Math.abs(x2 - x1) / 20) : 0;
  const path = sameRow
    ? `M ${x1} ${y} C ${x1} ${y + lift} ${x2} ${end + lift} ${x2} ${end}`
    : `M ${x1} ${y} C ${x1} ${(y + end) / 2} ${x2} ${(y + end) / 2} ${x2} ${end}`;
  return { from, to, path, middle: { x: (x1 + x2) / 2, y: (y + end) / 2 + lift } };
}

/** Around what stands between two places of one column: the further, the wider. */
function bow(start: Point, end: Point, side: Side): Pick<Route, 'path' | 'middle'> {
  const width = Math.min(38, 12 + Math.abs(end.y - start.y) / 11) * (side === 'left' ? -1 : 1);
  const x = start.x + width;
  const path = `M ${start.x} ${start.y} C ${x} ${start.y} ${x} ${end.y} ${end.x} ${end.y}`;
  return { path, middle: { x: start.x + width * 0.75, y: (start.y + end.y) / 2 } };
}

/** From column to column. */
function wave(start: Point, end: Point): Pick<Route, 'path' | 'middle'> {
  const x = (start.x + end.x) / 2;
  const path = `M ${start.x} ${start.y} C ${x} ${start.y} ${x} ${end.y} ${end.x} ${end.y}`;
  return { path, middle: { x, y: (start.y + end.y) / 2 } };
}

function sidesOf(a: Place, b: Place): [Side, Side] {
  if (a.column !== b.column) return a.column === 'way' ? ['right', 'left'] : ['left', 'right'];
  return a.column === 'way' ? ['left', 'left'] : ['right', 'right'];
}

const middleOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
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
