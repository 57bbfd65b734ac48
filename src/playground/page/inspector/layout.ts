/** Where the states of the machine stand in the drawing: the way to the merge from top to bottom, halts beside it. */
import type { MachineNode, MachinePicture } from '../../../app/inspection.js';

/** Pixels of the drawing; the page scales it. */
export interface Box {
  id: string;
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A state of the top level with the states inside of it. */
export interface Place extends Box {
  column: 'way' | 'halt';
  chips: Box[];
}

export interface Layout {
  width: number;
  height: number;
  places: Place[];
}

/** From the command to the merge. States that are not named here stand below the halts. */
const WAY = ['intake', 'preparing', 'running', 'checking', 'merge_ready', 'closing', 'closed'];
/** Halts, and beside which state each stands. */
const HALTS = {
  paused: 'preparing',
  awaiting_guidance: 'running',
  failed: 'merge_ready',
  stopped: 'closing',
};

const SIZE = {
  margin: 8,
  /** Room for lines on the left of the way, between the columns, and on the right of the halts. */
  left: 32,
  between: 56,
  right: 32,
  way: 232,
  halt: 116,
  plain: 30,
  gap: 20,
  padding: 8,
  title: 18,
  chip: 21,
  chipGap: 7,
  rowGap: 9,
  /** Width of a letter of a chip. */
  letter: 5.3,
} as const;

/** Deterministic; no two places overlap. */
export function layOut({ nodes }: MachinePicture): Layout {
  const tops = nodes.filter((node) => node.parent === '');
  const inside = (id: string) => nodes.filter((node) => node.parent === id);
  const named = (id: string) => tops.find((node) => node.id === id);
  const way = stack(
    WAY.flatMap((id) => named(id) ?? []),
    inside,
  );
  const halts = tops.filter((node) => !WAY.includes(node.id)).sort((one, other) => rank(one) - rank(other));
  const places = [...way, ...beside(halts, way, inside)];
  const width = SIZE.left + SIZE.way + SIZE.between + SIZE.halt + SIZE.right;
  const height = Math.max(0, ...places.map((place) => place.y + place.height)) + SIZE.margin;
  return { width, height, places };
}

/** The place that a state stands in, be it the place itself or a chip in it. */
export const placeOf = (layout: Layout, state: string): Place | undefined =>
  layout.places.find(({ id }) => id === state || state.startsWith(`${id}.`));

type Inside = (id: string) => MachineNode[];

function stack(nodes: MachineNode[], inside: Inside): Place[] {
  let y = SIZE.margin;
  return nodes.map((node) => {
    const place = placed(node, inside(node.id), { column: 'way', x: SIZE.left, y, width: SIZE.way });
    y += place.height + SIZE.gap;
    return place;
  });
}

function rank({ id }: MachineNode): number {
  const at = Object.keys(HALTS).indexOf(id);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

/** Each as near to its neighbour as the one above it allows. */
function beside(nodes: MachineNode[], way: Place[], inside: Inside): Place[] {
  const x = SIZE.left + SIZE.way + SIZE.between;
  let free = SIZE.margin;
  return nodes.map((node) => {
    const neighbour = way.find(({ id }) => id === (HALTS as Record<string, string>)[node.id]);
    const place = placed(node, inside(node.id), { column: 'halt', x, y: 0, width: SIZE.halt });
    const wished = neighbour ? neighbour.y + (neighbour.height - place.height) / 2 : free;
    const y = Math.max(free, wished);
    free = y + place.height + SIZE.gap;
    return { ...place, y, chips: place.chips.map((chip) => ({ ...chip, y: chip.y + y })) };
  });
}

function placed(
  { id, label }: MachineNode,
  children: MachineNode[],
  at: Pick<Place, 'column' | 'x' | 'y' | 'width'>,
): Place {
  const chips = chipsOf(children, at);
  const end = Math.max(0, ...chips.map((chip) => chip.y + chip.height));
  return { id, label, ...at, height: chips.length > 0 ? end - at.y + SIZE.padding : SIZE.plain, chips };
}

/** In rows from left to right. */
function chipsOf(nodes: MachineNode[], at: { x: number; y: number; width: number }): Box[] {
  const room = at.width - 2 * SIZE.padding;
  const rows: { id: string; label: string; width: number }[][] = [];
  for (const { id, label } of nodes) {
    const chip = { id, label, width: label.length * SIZE.letter + 12 };
    const row = rows.at(-1);
    if (row && widthOf([...row, chip]) <= room) row.push(chip);
    else rows.push([chip]);
  }
  return rows.flatMap((row, line) => {
    let x = at.x + SIZE.padding;
    const y = at.y + SIZE.padding + SIZE.title + line * (SIZE.chip + SIZE.rowGap);
    return row.map((chip) => {
      const box = { ...chip, x, y, height: SIZE.chip };
      x += chip.width + SIZE.chipGap;
      return box;
    });
  });
}

const widthOf = (row: { width: number }[]) =>
  row.reduce((sum, { width }) => sum + width, (row.length - 1) * SIZE.chipGap);
