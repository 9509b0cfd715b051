import type { ClientCore } from './client-core.ts';
import type { Entry } from './entry.ts';
import type { Admission, PolicyMemory, TimerHandle } from '../ports/index.ts';

/** Whether the policy lets a reading leave: it may hold the whole device back, until it wakes it or a time is over. */
export class Admissions {
  readonly #core: ClientCore;
  readonly #memory: PolicyMemory;
  readonly #onEnd: () => void;
  #held = false;
  #timer: TimerHandle = null;
  /** For policies that hold; made when one is first asked. */
  #wake: (() => void) | null = null;

  /** `onEnd` is called when a hold is over. */
  constructor(core: ClientCore, memory: PolicyMemory, onEnd: () => void) {
    this.#core = core;
    this.#memory = memory;
    this.#onEnd = onEnd;
  }

  /** The policy lets nothing leave. */
  get held(): boolean {
    return this.#held;
  }

  ask({ attempt, sequenceId }: Entry): Admission['kind'] {
    const { clock, random } = this.#core.env;
    const wake = (this.#wake ??= () => this.#end());
    const admission = this.#memory.admit?.({
      nowMs: clock.monotonic(),
      attempt,
      waiting: this.#core.outbox.due.size - 1,
      uniform: () => random.draw('admission', sequenceId, attempt),
      wake,
    });
    if (admission === undefined) return 'send';
    if (admission.kind === 'hold') {
      this.#held = true;
      if (admission.forMs !== null) this.#timer = clock.setTimeout(wake, admission.forMs);
    }
    return admission.kind;
  }

  stop(): void {
    if (this.#timer !== null) this.#core.env.clock.clearTimeout(this.#timer);
  }

  /** The policy may wake devices that hold nothing, also from within a call of this one: then nothing is to be done. */
  #end(): void {
    if (!this.#held || this.#core.stopped) return;
    this.#held = false;
    if (this.#timer !== null) this.#core.env.clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.#onEnd();
  }
}
