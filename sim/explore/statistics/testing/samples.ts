/**
 * Uniform draws, one after the other: many thousand samples in a test can't wait for those of a run, which are hashed
 * each by its key. By mulberry32, a counter that is mixed; `sample` tells one sequence from the next.
 */
function drawsOf(sample: number, kind: number): () => number {
  let counter = Math.imul(sample + 1, 0x9e3779b1) ^ Math.imul(kind + 1, 0x85ebca6b);
  return () => {
    counter = (counter + 0x6d2b79f5) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 15), 1 | counter);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Independent draws from N(mean, 1) by Box and Muller; `sample` tells one sample from the next. */
export function normalSample(sample: number, count: number, mean = 0): readonly number[] {
  const draw = drawsOf(sample, 0);
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    return mean + radius * Math.cos(2 * Math.PI * draw());
  });
}

/** Independent draws from the exponential distribution with mean 1. */
export function exponentialSample(sample: number, count: number): readonly number[] {
  const draw = drawsOf(sample, 1);
  return Array.from({ length: count }, () => -Math.log(1 - draw()));
}

/** e to the power of a normal value: skewed as latencies are. */
export function lognormalSample(sample: number, count: number): readonly number[] {
  return normalSample(sample, count).map(Math.exp);
}

/** A normal value with a standard deviation of 0.6 in whole numbers: three fifths are 0. */
export function roundedSample(sample: number, count: number): readonly number[] {
  return normalSample(sample, count).map((value) => Math.round(0.6 * value));
}

/** 0 or 1 with a thousandth of noise: as a latency that is one timeout or two. */
export function twoLevelSample(sample: number, count: number): readonly number[] {
  const draw = drawsOf(sample, 2);
  return normalSample(sample, count).map((value) => (draw() < 0.5 ? 0 : 1) + value / 1000);
}
