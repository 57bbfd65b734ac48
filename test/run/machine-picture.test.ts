import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { machine } from '../../src/run/machine/run.js';
import { type MachineEdge, machinePicture } from '../../src/run/machine-picture.js';
import { statePath } from '../../src/run/state-path.js';

/** xstate's own list. */
interface States {
  idMap: Map<string, { path: string[] }>;
}
const { nodes, edges } = machinePicture();
const named = (id: string) => nodes.find((node) => node.id === id);
const ways = (from: string, event?: string) =>
  edges.filter((edge) => edge.from === from && edge.event === event);
const moves = (edge: MachineEdge) => edge.to !== undefined;

describe('the picture of the machine', () => {
  test('every state is a node below its parent', () => {
    const ids = [...(machine as unknown as States).idMap.values()].map((state) => state.path.join('.'));
    expect(nodes.map((node) => node.id).sort()).toEqual(ids.sort());
    expect(nodes.length).toBeGreaterThan(25);
    for (const node of nodes.filter((one) => one.kind !== 'machine'))
      expect([node.id, named(node.parent!)?.kind]).toEqual([
        node.id,
        node.id.includes('.') ? 'group' : 'machine',
      ]);
    expect(named('awaiting_guidance')).toEqual({
      id: 'awaiting_guidance',
      parent: '',
      label: 'awaiting guidance',
      kind: 'state',
    });
  });

  test('every event that is taken anywhere is an edge, and every event of the run is taken somewhere', () => {
    const drawn = new Set(edges.flatMap(({ event }) => event ?? []));
    expect([...drawn].sort()).toEqual([...machine.events].sort());
    // The unions of events.ts, read from its text: types are gone when the program runs.
    const text = readFileSync('src/run/events.ts', 'utf8');
    const listed = new Set([...text.matchAll(/type: '(\w+)'/gu)].map((match) => match[1]!));
    listed.delete('created');
    expect([...listed].filter((event) => !drawn.has(event))).toEqual([]);
  });

  test('edges lead to the state that holds afterwards, in the order in which they are tried', () => {
    expect(ways('merge_ready', 'request_changes')).toEqual([
      { from: 'merge_ready', to: 'preparing.queued', event: 'request_changes', guard: 'fresh' },
    ]);
    expect(ways('running', 'guidance_requested')).toEqual([
      { from: 'running', to: 'paused', event: 'guidance_requested', guard: 'condition' },
      { from: 'running', to: 'awaiting_guidance', event: 'guidance_requested' },
    ]);
    expect(ways('running.due').map(({ to }) => to)).toEqual(['paused', 'running.starting']);
    expect(ways('', 'effect_broken')[0]).toMatchObject({ to: 'failed', guard: 'current' });
    expect(ways('failed', 'effect_broken')[0]).toEqual({ from: 'failed', event: 'effect_broken' });
  });

  test('every edge joins states, and every state but closed has a way out', () => {
    const ids = new Set(nodes.map((node) => node.id));
    for (const { from, to } of edges)
      expect([ids.has(from), to === undefined || ids.has(to)]).toEqual([true, true]);
    const leaves = nodes.filter((node) => node.kind === 'state');
    const stuck = leaves.filter(
      ({ id }) => !edges.some((edge) => edge.from !== '' && moves(edge) && id.startsWith(edge.from)),
    );
    expect(stuck.map((node) => node.id)).toEqual(['closed']);
  });

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(machinePicture()))).toEqual({ nodes, edges });
  });
});

test('the path of a state', () => {
  expect(statePath({ value: 'checking' })).toBe('checking');
  expect(statePath({ value: { running: 'working' } })).toBe('running.working');
  expect(statePath({ value: { closing: {} } })).toBe('closing');
  expect(statePath({})).toBe('');
});
