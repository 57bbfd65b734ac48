/** The shapes of lines in the drawing. */
import type { Box, Place } from './layout.js';

export interface Line {
  /** For `d` of an SVG path. */
  path: string;
  /** The middle of a label that hides neither end. */
  middle: Point;
}

interface Point {
  x: number;
  y: number;
}

/** Pixels between a box and the middle of a label beside it. */
const BESIDE = 11;

export const middleOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** Straight down to the next place. */
export function step(a: Box, b: Box): Line {
  const x = middleOf(a).x;
  const [start, end] = [a.y + a.height, b.y];
  return { path: `M ${x} ${start} L ${x} ${end - 1}`, middle: { x, y: (start + end) / 2 } };
}

/** Between chips of one place: above them to the right, below them to the left, and from row to row. */
export function arc(a: Box, b: Box): Line {
  const forth = b.y > a.y || (b.y === a.y && b.x > a.x);
  const sign = forth ? 1 : -1;
  const [x, toX] = [middleOf(a).x + 6 * sign, middleOf(b).x - 6 * sign];
  const isLevel = a.y === b.y;
  const [bottom, toTop] = [a.y + a.height, b.y];
  const [y, toY] = isLevel
    ? forth
      ? [a.y, b.y]
      : [bottom, bottom]
    : forth
      ? [bottom, toTop]
      : [a.y, b.y + b.height];
  const bend = isLevel ? y - sign * Math.min(13, 6 + Math.abs(toX - x) / 20) : (y + toY) / 2;
  return {
    path: `M ${x} ${y} C ${x} ${bend} ${toX} ${bend} ${toX} ${toY}`,
    middle: { x: (x + toX) / 2, y: bend },
  };
}

/** Around what stands between two places of one column: the further, the wider. */
export function bow(a: Place, start: Point, end: Point): Line {
  const side = a.column === 'way' ? -1 : 1;
  const x = start.x + side * Math.min(30, 10 + Math.abs(end.y - start.y) / 11);
  const path = `M ${start.x} ${start.y} C ${x} ${start.y} ${x} ${end.y} ${end.x} ${end.y}`;
  return { path, middle: { x, y: end.y > start.y ? a.y + a.height + BESIDE : a.y - BESIDE } };
}

/** From column to column; the label stands above the halt. */
export function wave(a: Place, b: Place, start: Point, end: Point): Line {
  const x = (start.x + end.x) / 2;
  const path = `M ${start.x} ${start.y} C ${x} ${start.y} ${x} ${end.y} ${end.x} ${end.y}`;
  const halt = a.column === 'halt' ? a : b;
  return { path, middle: { x: halt.x + 32, y: halt.y - BESIDE } };
}
