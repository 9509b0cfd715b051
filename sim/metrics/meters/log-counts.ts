/** Buckets per doubling: one is at most a sixteenth wider than what it begins with, about as fine as a picture shows. */
const BUCKETS_PER_OCTAVE = 16;

/**
 * How many values fell into each bucket of a logarithmic scale: values below 32 have one of their own; above, 16 share each
 * doubling. Only whole-number arithmetic, so every machine counts alike.
 */
export class LogCounts {
  readonly #counts: number[] = [];

  /** Adds a whole number, 0 or more. */
  add(value: number): void {
    const index = bucketOf(value);
    while (this.#counts.length <= index) this.#counts.push(0);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  /** By bucket, up to the last that holds any. */
  conclude(): readonly number[] {
    return [...this.#counts];
  }
}

function bucketOf(value: number): number {
  let octave = 0;
  let scaled = value;
  while (scaled >= 2 * BUCKETS_PER_OCTAVE) {
    scaled = Math.floor(scaled / 2);
    octave += 1;
  }
  return octave * BUCKETS_PER_OCTAVE + scaled;
}

/** The least value that is too great for a bucket. */
export function endOfBucket(index: number): number {
  if (index < 2 * BUCKETS_PER_OCTAVE) return index + 1;
  const octave = Math.floor(index / BUCKETS_PER_OCTAVE) - 1;
  return (index - octave * BUCKETS_PER_OCTAVE + 1) * 2 ** octave;
}
