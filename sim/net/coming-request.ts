/** How a request comes whose head is at the edge before its body is. */
export class ComingRequest {
  /** How much of the body comes with the head, from 0 to 1. */
  readonly share: number;
  /** How much later the rest comes, in µs; null: the connection breaks before it. */
  readonly us: number | null;
  #isWhole = false;
  #goOn: (() => void) | null = null;

  constructor({ share, us }: { readonly share: number; readonly us: number | null }) {
    this.share = share;
    this.us = us;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Calls `goOn` when the rest is there: it may never be. For whoever has the request; there is one at a time. */
  whenWhole(goOn: () => void): void {
    this.#goOn = goOn;
  }

  /** The rest is there. */
  arrive(): void {
    this.#isWhole = true;
    this.#goOn?.();
  }
}
