import type { Admission, PolicyMemory, RetryPolicy } from '../../ports/index.ts';

/** For tests: a policy's memory, driven by hand over a clock of its own. */
export class MemoryScript {
  nowMs = 0;
  /** Times that the policy woke the device. */
  wakes = 0;
  readonly #memory: PolicyMemory;

  constructor({ remember }: Pick<RetryPolicy, 'remember'>) {
    const memory = remember?.();
    if (memory === undefined) throw new Error('This policy remembers nothing.');
    this.#memory = memory;
  }

  readonly wake = (): void => {
    this.wakes += 1;
  };

  admit({ attempt = 0, waiting = 0, uniform = 0.5, wake = this.wake } = {}): Admission {
    const { nowMs } = this;
    return (
      this.#memory.admit?.({ nowMs, attempt, waiting, uniform: () => uniform, wake }) ?? { kind: 'send' }
    );
  }

  ended(failed: boolean, { attempt = 0, uniform = 0.5, status = failed ? 503 : 200 } = {}): void {
    this.#memory.ended?.({ nowMs: this.nowMs, attempt, failed, status, uniform: () => uniform });
  }

  mayRetry({ attempt = 0, status = 503 } = {}): boolean {
    const { nowMs } = this;
    return this.#memory.mayRetry?.({ nowMs, attempt, failed: true, status, uniform: () => 0.5 }) ?? true;
  }

  /** Sends an attempt and ends it at the same instant. */
  attempt(failed: boolean, options: { readonly attempt?: number; readonly uniform?: number } = {}): void {
    const { kind } = this.admit(options);
    if (kind !== 'send') throw new Error(`At ${this.nowMs} ms the attempt was to ${kind}, not to leave.`);
    this.ended(failed, options);
  }
}
