import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyedRandom } from './keyed-random.ts';

const key = fc.array(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { minLength: 1, maxLength: 3 });

test('a draw depends on its key alone, whatever was drawn before', () => {
  fc.assert(
    fc.property(fc.string(), key, fc.array(key, { maxLength: 10 }), (seed, wanted, others) => {
      const alone = new KeyedRandom(seed).stream('loss', 'device-001').draw(...wanted);
      const busy = new KeyedRandom(seed);
      for (const other of others) {
        busy.stream('loss', 'device-002').draw(...other);
        busy.stream('loss', 'device-001').draw(...other);
      }
      expect(busy.stream('loss', 'device-001').draw(...wanted)).toBe(alone);
    }),
  );
});

test('another seed, purpose, owner, or key gives another number', () => {
  const draw = (seed: string, purpose: string, owner: string, ...parts: number[]): number =>
    new KeyedRandom(seed).stream(purpose, owner).draw(...parts);
  const numbers = [
    draw('42', 'loss', 'a', 1, 0),
    draw('43', 'loss', 'a', 1, 0),
    draw('42', 'jitter', 'a', 1, 0),
    draw('42', 'loss', 'b', 1, 0),
    draw('42', 'loss', 'a', 0, 1),
    draw('42', 'loss', 'a', 1),
    draw('42', 'loss', 'a', 1 + 2 ** 32, 0),
    draw('42', 'lossa', '', 1, 0),
    draw('42', 'loss', 'a', -1, 0),
  ];
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('draws over consecutive keys are uniform on [0, 1)', () => {
  const stream = new KeyedRandom('uniform').stream('loss', 'device-001');
  const bins = Array.from({ length: 20 }, () => 0);
  const draws = 100_000;
  for (let reading = 0; reading < draws; reading += 1) {
    const drawn = stream.draw(reading, 0);
    expect(drawn >= 0 && drawn < 1).toBe(true);
    const bin = Math.floor(drawn * bins.length);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const expected = draws / bins.length;
  const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 19 degrees of freedom: mean 19, sd √38 = 6.2; 50 is five standard deviations out.
  expect(chiSquare).toBeLessThan(50);
});

test('the draws of neighbouring attempts and of two devices are not correlated', () => {
  const random = new KeyedRandom('correlation');
  const draws = 50_000;
  let attempts = 0;
  let devices = 0;
  for (let reading = 0; reading < draws; reading += 1) {
    const here = random.stream('loss', 'a').draw(reading, 0) - 0.5;
    attempts += here * (random.stream('loss', 'a').draw(reading, 1) - 0.5);
    devices += here * (random.stream('loss', 'b').draw(reading, 0) - 0.5);
  }
  // The product of two independent centred uniforms has sd 1/12; five standard errors of the mean of 50,000.
  const bound = (5 * (1 / 12)) / Math.sqrt(draws);
  expect(Math.abs(attempts / draws)).toBeLessThan(bound);
  expect(Math.abs(devices / draws)).toBeLessThan(bound);
});
