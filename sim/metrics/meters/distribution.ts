import { nearestRank } from './nearest-rank.ts';

/** So many values are kept as they are: percentiles of most runs are exact. */
const EXACT_MAX = 50_000;
/** Buckets per doubling. Half a bucket is at most 1/256 of the value: an error of less than 0.4 %. */
const BUCKETS_PER_OCTAVE = 128;

/**
 * Percentiles by nearest rank in bounded memory. Up to 50,000 values they are exact. Beyond that, values fall into
 * buckets, 128 to a doubling (as in HdrHistogram), and a percentile is the middle of its bucket, within 0.4 %.
 * Least, most and mean stay exact. Only whole-number arithmetic, so every machine gives the same digits.
 */
export class Distribution {
  #values: number[] | null = [];
  readonly #buckets: number[] = [];
  #count = 0;
  #sum = 0;
  #max = 0;
  #sorted = true;

  get count(): number {
    return this.#count;
  }

  /** Null without values. */
  get max(): number | null {
    return this.#count === 0 ? null : this.#max;
  }

  /** Null without values. */
  get mean(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }

  /** Adds a whole number, 0 or more. */
  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    if (value > this.#max) this.#max = value;
    if (this.#values === null) {
      this.#drop(value);
      return;
    }
    this.#values.push(value);
    this.#sorted = false;
    if (this.#values.length <= EXACT_MAX) return;
    for (const kept of this.#values) this.#drop(kept);
    this.#values = null;
  }

  /** The least value such that at least `share` (0 to 1) of all values are not above it. Null without values. */
  percentile(share: number): number | null {
    if (this.#count === 0) return null;
    const rank = nearestRank(share, this.#count);
    if (this.#values !== null) {
      if (!this.#sorted) this.#values.sort((a, b) => a - b);
      this.#sorted = true;
      return this.#values[rank - 1] ?? null;
    }
    if (rank === this.#count) return this.#max;
    let below = 0;
    for (const [index, count] of this.#buckets.entries()) {
      below += count;
      if (below >= rank) return Math.min(this.#max, middleOf(index));
    }
    return this.#max;
  }

  #drop(value: number): void {
    const index = bucketOf(value);
    while (this.#buckets.length <= index) this.#buckets.push(0);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
  }
}

/** Values below 256 have a bucket of their own; above, 128 buckets share each doubling. */
function bucketOf(value: number): number {
  let octave = 0;
  let scaled = value;
  while (scaled >= 2 * BUCKETS_PER_OCTAVE) {
    scaled = Math.floor(scaled / 2);
    octave += 1;
  }
  return octave * BUCKETS_PER_OCTAVE + scaled;
}

function middleOf(index: number): number {
  if (index < 2 * BUCKETS_PER_OCTAVE) return index;
  const octave = Math.floor(index / BUCKETS_PER_OCTAVE) - 1;
  const scaled = index - octave * BUCKETS_PER_OCTAVE;
  const width = 2 ** octave;
  return scaled * width + Math.floor(width / 2);
}
