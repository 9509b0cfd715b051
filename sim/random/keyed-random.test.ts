import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyedRandom } from './keyed-random.ts';
import { OwnerStreams } from './owner-streams.ts';

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
    draw('42', 'a', 'loss', 1, 0),
    draw('42', 'a', 'bc', 1, 0),
    draw('42', 'ab', 'c', 1, 0),
  ];
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('seeds that seedrandom alone would take for one another differ', () => {
  const seeds = ['', 'a', 'aa', 'aaa', 'š', 'a\0', '"a"', '\uD83D', '\uDE00', '\u{1F600}', '1', '11', '01'];
  const numbers = seeds.map((seed) => new KeyedRandom(seed).stream('loss', 'device-001').draw(0));
  expect(new Set(numbers).size).toBe(seeds.length);
});

const uniform = new KeyedRandom('uniform');
const stream = uniform.stream('loss', 'device-001');
const streams = new OwnerStreams(uniform, 'device-001');

test.for<{ over: string; draw: (index: number) => number }>([
  { over: 'consecutive readings', draw: (index) => stream.draw(index, 0) },
  { over: 'the last 20 bits of readings', draw: (index) => (stream.draw(index, 0) * 2 ** 33) % 1 },
  { over: 'readings before 0', draw: (index) => stream.draw(-index) },
  { over: 'parts beyond 32 bits', draw: (index) => stream.draw(2 ** 40 + index, 1) },
  { over: 'multiples of 2^32', draw: (index) => stream.draw(index * 2 ** 32) },
  { over: 'owners', draw: (index) => uniform.stream('loss', `device-${index}`).draw(0) },
  { over: 'purposes', draw: (index) => streams.draw(`purpose-${index}`) },
  { over: 'seeds', draw: (index) => new KeyedRandom(String(index % 20_000)).stream('loss', 'a').draw(index) },
])('draws over $over are uniform on [0, 1)', ({ draw }) => {
  const bins = Array.from({ length: 20 }, () => 0);
  const draws = 100_000;
  let isInside = true;
  for (let index = 0; index < draws; index += 1) {
    const drawn = draw(index);
    isInside &&= drawn >= 0 && drawn < 1;
    const bin = Math.floor(drawn * bins.length);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  expect(isInside).toBe(true);
  const expected = draws / bins.length;
  const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 19 degrees of freedom: mean 19, sd √38 = 6.2; 44 is four standard deviations out.
  expect(chiSquare).toBeLessThan(44);
});

test('the draws of neighbouring attempts, and of two devices or purposes, are not correlated', () => {
  const random = new KeyedRandom('correlation');
  const draws = 50_000;
  const own = random.stream('loss', 'a');
  const device = random.stream('loss', 'b');
  const purpose = random.stream('jitter', 'a');
  let attempts = 0;
  let devices = 0;
  let purposes = 0;
  for (let reading = 0; reading < draws; reading += 1) {
    const here = own.draw(reading, 0) - 0.5;
    attempts += here * (own.draw(reading, 1) - 0.5);
    devices += here * (device.draw(reading, 0) - 0.5);
    purposes += here * (purpose.draw(reading, 0) - 0.5);
  }
  // The product of two independent centred uniforms has sd 1/12; four standard errors of the mean of 50,000.
  const bound = (4 * (1 / 12)) / Math.sqrt(draws);
  expect(Math.abs(attempts / draws)).toBeLessThan(bound);
  expect(Math.abs(devices / draws)).toBeLessThan(bound);
  expect(Math.abs(purposes / draws)).toBeLessThan(bound);
});
