import type { AttemptKey } from '../trace/event.ts';

/** Attempts that tell no reading, while their clients wait: the ledger keeps nothing of them. */
export class UntiedAttempts {
  readonly #devices = new Map<string, Set<string>>();

  begin(key: AttemptKey): void {
    const waiting = this.#devices.get(key.device) ?? new Set();
    this.#devices.set(key.device, waiting);
    waiting.add(nameOf(key));
  }

  end(key: AttemptKey): void {
    const waiting = this.#devices.get(key.device);
    if (waiting?.delete(nameOf(key)) === true && waiting.size === 0) this.#devices.delete(key.device);
  }

  has(key: AttemptKey): boolean {
    return this.#devices.get(key.device)?.has(nameOf(key)) === true;
  }

  forget(device: string): void {
    this.#devices.delete(device);
  }
}

/** Numbers below 0 stand for readings that were spoilt so. */
function nameOf({ reading, attempt }: AttemptKey): string {
  return `${reading ?? 'none'}/${attempt}`;
}
