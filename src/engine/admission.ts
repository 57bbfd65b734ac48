/** Admission control: while people wait for Slack's acknowledgement, work begins one by one and not all at once. */
import { setTimeout as delay } from 'node:timers/promises';

export interface AdmissionOptions {
  /** Whether more people wait than are served at once. */
  isCrowded: () => boolean;
  /** How often work begins all the same, so that a crowd without end stops nothing. Default 100. */
  everyMs?: number;
}

const EVERY_MS = 100;

export class Admission {
  private readonly waiting: (() => void)[] = [];
  private readonly opened = new AbortController();
  private admitting = false;

  constructor(private readonly options: AdmissionOptions) {}

  /** Resolves when work may begin; undefined: at once. */
  enter(): Promise<void> | undefined {
    if (this.opened.signal.aborted) return undefined;
    if (this.waiting.length === 0 && !this.options.isCrowded()) return undefined;
    const admitted = new Promise<void>((resolve) => this.waiting.push(resolve));
    void this.admit();
    return admitted;
  }

  /** Admits whoever waits, and everybody from now on. */
  open(): void {
    this.opened.abort();
    for (const admit of this.waiting.splice(0)) admit();
  }

  private async admit(): Promise<void> {
    if (this.admitting) return;
    this.admitting = true;
    while (this.waiting.length > 0) {
      // Those who have waited do not begin all in one moment either.
      const pauseMs = this.options.isCrowded() ? (this.options.everyMs ?? EVERY_MS) : 1;
      await delay(pauseMs, undefined, { signal: this.opened.signal }).catch(() => undefined);
      this.waiting.shift()?.();
    }
    this.admitting = false;
  }
}
