import type { CheckVerdict, Violation } from './invariant.ts';

/** Enough to see the pattern; a broken promise in a storm would fill the memory otherwise. */
const KEPT_MAX = 10;

/** Counts every violation and keeps the first ten. */
export class ViolationLog {
  readonly #kept: Violation[] = [];
  #count = 0;

  add(violation: Violation): void {
    this.#count += 1;
    if (this.#kept.length < KEPT_MAX) this.#kept.push(violation);
  }

  get count(): number {
    return this.#count;
  }

  /** `seen`: whether most cases of every sort are among the observations. */
  verdict(
    observations: number,
    note: string | null = null,
    seen: 'whole' | 'in part' = 'whole',
  ): CheckVerdict {
    if (this.#count === 0)
      return { kind: 'held', observations, note, ...(seen === 'in part' && { inPart: true }) };
    return { kind: 'violated', violations: [...this.#kept], count: this.#count };
  }
}
