/** What a page was last told, so that only what changed goes over the wire. */
import type { Pieces, SceneChange } from './scene.js';

export class Picture {
  /** Name of the piece → its JSON. */
  #told: Map<string, string> | undefined;

  /** What a page must hear to see these pieces; undefined where nothing changed. The first time it hears all. */
  change(pieces: Pieces): SceneChange | undefined {
    const before = this.#told;
    const now = new Map(Object.entries(pieces).map(([name, piece]) => [name, JSON.stringify(piece)]));
    this.#told = now;
    if (before === undefined) return { fresh: true, set: pieces, drop: [] };
    const changed = Object.entries(pieces).filter(([name]) => now.get(name) !== before.get(name));
    const drop = [...before.keys()].filter((name) => !now.has(name));
    if (changed.length === 0 && drop.length === 0) return undefined;
    return { set: Object.fromEntries(changed), drop };
  }
}
