/**
 * What stood on screens before: a browser may show a message, and its buttons, for a moment longer than it is there.
 * Slack delivers a click as the client had the message, so the last versions of each are kept.
 */
import type { Block, Screen } from '../server/facts.js';
import type { Change, Store } from '../server/store.js';
import { placedElements } from '../server/visible.js';

const KEPT = 8;

export class Versions {
  readonly #store: Store;
  /** Newest first. */
  readonly #blocks = new WeakMap<Screen, Block[][]>();
  readonly close: () => void;

  constructor(store: Store) {
    this.#store = store;
    for (const screen of [...store.ephemerals, ...store.views]) this.#keep(screen, screen.blocks);
    this.close = store.subscribe((change) => this.#note(change));
  }

  /** The screen as it was when this element stood on it; undefined where it never did, or too long ago. */
  with<S extends Screen>(screen: S, block: string, action: string, value?: string): S | undefined {
    const versions = [screen.blocks ?? [], ...(this.#blocks.get(screen) ?? [])];
    const blocks = versions.find((version) =>
      placedElements(this.#store, version).some(
        (one) =>
          one.block.block_id === block &&
          one.element.action_id === action &&
          (value === undefined || one.element.value === value),
      ),
    );
    if (blocks === undefined) return undefined;
    return blocks === screen.blocks ? screen : { ...screen, blocks };
  }

  #note(change: Change): void {
    if (change.type === 'message_changed') this.#keep(change.message, change.previous.blocks);
    if (change.type === 'ephemeral') this.#keep(change.ephemeral, change.ephemeral.blocks);
    if (change.type === 'view') this.#keep(change.view, change.view.blocks);
  }

  #keep(screen: Screen, blocks: Block[] | undefined): void {
    const known = this.#blocks.get(screen) ?? [];
    if (blocks === undefined || blocks === known[0]) return;
    this.#blocks.set(screen, [blocks, ...known].slice(0, KEPT));
  }
}
