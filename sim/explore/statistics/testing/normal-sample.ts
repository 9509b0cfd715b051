import { KeyedRandom } from '../../../random/index.ts';

const random = new KeyedRandom('statistics');

/** Independent draws from N(mean, 1) by Box and Muller; `sample` tells one sample from the next. */
export function normalSample(sample: number, count: number, mean = 0): readonly number[] {
  const stream = random.stream('test/normal', String(count));
  return Array.from({ length: count }, (_, index) => {
    const radius = Math.sqrt(-2 * Math.log(1 - stream.draw(sample, index, 0)));
    return mean + radius * Math.cos(2 * Math.PI * stream.draw(sample, index, 1));
  });
}

/** Independent draws from the exponential distribution with mean 1. */
export function exponentialSample(sample: number, count: number): readonly number[] {
  const stream = random.stream('test/exponential', String(count));
  return Array.from({ length: count }, (_, index) => -Math.log(1 - stream.draw(sample, index)));
}
