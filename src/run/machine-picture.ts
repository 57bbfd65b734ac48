/** The machine as plain data, for people who want to see it: states as nodes, transitions as edges. Pure. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { machine } from './machine/run.js';

export interface MachineNode {
  /** Path of the state: `running`, `running.working`; '' for the machine itself. */
  id: string;
  /** Absent on the machine itself. */
  parent?: string;
  /** The state's name in words. */
  label: string;
  /** `group`: it has states inside, of which one holds. */
  kind: 'machine' | 'group' | 'state';
}

export interface MachineEdge {
  from: string;
  /** The state that holds then; absent where the event is taken and the state stays. */
  to?: string;
  /** Absent where the machine goes on by itself. */
  event?: string;
  /** Name of the guard; `condition` where it has none. Absent: always taken. */
  guard?: string;
}

export interface MachinePicture {
  nodes: MachineNode[];
  /** Those of one state stand in the order in which they are tried. */
  edges: MachineEdge[];
}

/** The machine of a run. Always the same for the same version. */
export function machinePicture(): MachinePicture {
  const nodes = [...below(machine.root)];
  return { nodes: nodes.map(toNode), edges: nodes.flatMap(edgesOf) };
}

function* below(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states)) yield* below(child);
}

const pathOf = (node: AnyStateNode) => node.path.join('.');

function toNode(node: AnyStateNode): MachineNode {
  const kind = node.parent ? (node.type === 'compound' ? 'group' : 'state') : 'machine';
  const parent = node.parent ? { parent: pathOf(node.parent) } : {};
  return { id: pathOf(node), ...parent, label: node.key.replaceAll('_', ' '), kind };
}

function edgesOf(node: AnyStateNode): MachineEdge[] {
  const moves = [...node.transitions].flatMap(([event, ways]) => ways.map((way) => ({ event, way })));
  const onward = (node.always ?? []).map((way) => ({ event: undefined, way }));
  return [...moves, ...onward].map(({ event, way }) => ({
    from: pathOf(node),
    ...(way.target?.[0] ? { to: pathOf(entryOf(way.target[0])) } : {}),
    ...(event === undefined ? {} : { event }),
    ...(way.guard === undefined ? {} : { guard: nameOf(way.guard) }),
  }));
}

/** Where one is after entering a state: the first state inside, all the way down. */
function entryOf(node: AnyStateNode): AnyStateNode {
  const first = node.type === 'compound' ? node.initial.target?.[0] : undefined;
  return first ? entryOf(first) : node;
}

const nameOf = (guard: NonNullable<AnyTransitionDefinition['guard']>) =>
  typeof guard === 'string' ? guard : 'condition';
