import type { Request } from '../net/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import type { StoredIds } from './edge-env.ts';

function nameOf(device: string, reading: number): string {
  return `${reading} ${device}`;
}

/** Readings that were sent to one of several instances since it booted. */
export class ReadingsSent {
  readonly #names = new Set<string>();
  #hasNameless = false;

  add(
    { device, reading }: Pick<DeliveryKey, 'device' | 'reading'>,
    { others = [] }: Pick<Request, 'others'>,
  ): void {
    if (reading === null) this.#hasNameless = true;
    else this.#names.add(nameOf(device, reading));
    for (const other of others) this.#names.add(nameOf(device, other.reading));
  }

  /** Whether this one was not: it can be told only where all of them have names. */
  lacks({ device, reading }: StoredIds): boolean {
    return !this.#hasNameless && !this.#names.has(nameOf(device, reading));
  }
}
