/** What the machine listens to in a state, read from its picture. */
import type { InspectedEvent, MachineEdge, MachinePicture } from '../../../app/inspection.js';

export interface Way {
  /** `always`: the machine goes on by itself. */
  event: string;
  /** Where it may lead; which of them, guards decide. */
  to: string[];
  /** True where it may also be taken without moving. */
  stays: boolean;
}

/** Events that may move a run on from `state`, then those that are taken without moving. */
export function waysFrom(picture: MachinePicture, state: string): Way[] {
  const ways = new Map<string, Way>();
  const tried = new Set<string>();
  for (const level of levelsOf(state)) {
    const edges = picture.edges.filter((edge) => edge.from === level);
    for (const edge of edges) {
      const event = edge.event ?? 'always';
      if (tried.has(event) || tried.has(`${event} ${edge.guard}`)) continue;
      ways.set(event, wider(ways.get(event) ?? { event, to: [], stays: false }, edge));
    }
    for (const { event = 'always', guard } of edges) {
      // What is always taken here never reaches the states around, nor does a guard hold there that did not hold here.
      if (guard === undefined) tried.add(event);
      else if (guard !== 'condition') tried.add(`${event} ${guard}`);
    }
  }
  const moving = ({ to }: Way) => to.length > 0;
  return [...[...ways.values()].filter(moving), ...[...ways.values()].filter((way) => !moving(way))];
}

function wider(way: Way, { to }: MachineEdge): Way {
  if (to === undefined) return { ...way, stays: true };
  return way.to.includes(to) ? way : { ...way, to: [...way.to, to] };
}

/** `running.working`, `running`, ''. */
function levelsOf(state: string): string[] {
  const parts = state.split('.');
  return [...parts.map((_, at) => parts.slice(0, parts.length - at).join('.')), ''];
}

/** The last event that moved the run to another state. */
export const lastMove = (events: InspectedEvent[]): InspectedEvent | undefined =>
  events.findLast(({ from, to }) => from !== undefined && to !== undefined && from !== to);

/** `running.working` → `working`. */
export const nameOf = (state: string): string => state.slice(state.lastIndexOf('.') + 1).replaceAll('_', ' ');
