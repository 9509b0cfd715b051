import { afterEach, describe, expect, test } from 'vitest';
import { HostClock } from './host-clock.ts';
import { Interleaving, InTurn, waitUs } from './interleaving.ts';
import { HostBench } from './testing/host-bench.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

/** Waits that take what is drawn here, one after the other; `turn` 10 · u doublings of 1 µs, `work` 8 · u of 64 µs. */
function waiting(...uniforms: readonly number[]): {
  readonly it: HostBench;
  readonly interleaving: Interleaving;
} {
  const it = new HostBench();
  bench = it;
  const left = [...uniforms];
  const interleaving = new Interleaving({
    clock: new HostClock(it.kernel),
    random: { draw: () => left.shift() ?? 0 },
    boot: 0,
  });
  interleaving.open();
  return { it, interleaving };
}

describe('how long a wait takes', () => {
  test.for([
    // 64 µs · 2^0, 2^1 and 2^7; the most is just below 64 · 2^8 = 16,384.
    ['work', 0, 64],
    ['work', 1 / 8, 128],
    ['work', 7 / 8, 8_192],
    ['work', 1 - 2 ** -53, 16_383],
    // Half of the first doubling: 64 · 1.5.
    ['work', 1 / 16, 96],
    ['turn', 0, 1],
    ['turn', 0.5, 32],
    ['turn', 1 - 2 ** -53, 1_023],
  ] as const)('of %s, drawn %f, is %i µs', ([wait, uniform, us]) => {
    expect(waitUs(wait, uniform)).toBe(us);
  });
});

test('what is known goes on when its wait is over, whichever was known first', async () => {
  // 8,192 and 64 µs.
  const { it, interleaving } = waiting(7 / 8, 0);
  const seen: string[] = [];
  const look = (what: string) => (): void => void seen.push(`${what} at ${it.kernel.nowUs}`);
  it.at(1, () => {
    interleaving.hold('work', null)?.come(look('first'));
    interleaving.hold('work', null)?.come(look('second'));
  });
  await it.run(100);
  expect(seen).toEqual(['second at 1064', 'first at 9192']);
  expect(interleaving.pending).toBe(0);
});

test('what is known only after its wait goes on at once', async () => {
  const { it, interleaving } = waiting(0);
  const seen: number[] = [];
  it.at(1, () => {
    const held = interleaving.hold('work', null);
    it.kernel.after(5_000, () => held?.come(() => seen.push(it.kernel.nowUs)));
  });
  await it.run(100);
  expect(seen).toEqual([6_000]);
});

test('turns of the loop come in the order in which they were asked for, however long each is', async () => {
  // 512 µs, then 1 µs, which waits for the first.
  const { it, interleaving } = waiting(0.9, 0);
  const seen: string[] = [];
  it.at(1, () => {
    interleaving.hold('turn', null)?.come(() => seen.push(`first at ${it.kernel.nowUs}`));
    interleaving.hold('turn', null)?.come(() => seen.push(`second at ${it.kernel.nowUs}`));
  });
  await it.run(10);
  expect(seen).toEqual(['first at 1512', 'second at 1512']);
});

test('waits of one exchange are counted for it alone', () => {
  const drawn: (readonly number[])[] = [];
  const it = new HostBench();
  bench = it;
  const interleaving = new Interleaving({
    clock: new HostClock(it.kernel),
    random: {
      draw: (_purpose, ...key) => {
        drawn.push(key);
        return 0;
      },
    },
    boot: 3,
  });
  interleaving.open();
  const [one, other] = [{}, {}];
  for (const exchange of [one, other, null, one, null]) interleaving.hold('work', exchange);
  expect(drawn).toEqual([
    [3, 1],
    [3, 1],
    [3, 1],
    [3, 2],
    [3, 2],
  ]);
});

test('nothing is held before the edge is up, nor after it went', () => {
  const it = new HostBench();
  bench = it;
  const clock = new HostClock(it.kernel);
  const interleaving = new Interleaving({ clock, random: { draw: () => 0 }, boot: 0 });
  expect(interleaving.hold('work', null)).toBeNull();
  interleaving.open();
  expect(interleaving.hold('work', null)).not.toBeNull();
  interleaving.stop();
  expect(interleaving.hold('work', null)).toBeNull();
  expect(interleaving.pending).toBe(0);
  expect(clock.pending).toBe(0);
});

test('a crash takes what was waited for with it; the end of the world brings it', async () => {
  const { it, interleaving } = waiting();
  const seen: string[] = [];
  interleaving.hold('work', null)?.come(() => seen.push('lost'));
  interleaving.stop();
  interleaving.open();
  interleaving.hold('work', null)?.come(() => seen.push('brought'));
  interleaving.release();
  expect(seen).toEqual(['brought']);
  await it.run(100);
  expect(seen).toEqual(['brought']);
});

test('real work that leaves traces is done one at a time, in its order', () => {
  const files = new InTurn();
  const seen: string[] = [];
  files.run(() => seen.push('first'));
  files.run(() => seen.push('second'));
  files.run(() => seen.push('third'));
  expect(seen).toEqual(['first']);
  files.over();
  expect(seen).toEqual(['first', 'second']);
  files.over();
  files.over();
  files.run(() => seen.push('fourth'));
  expect(seen).toEqual(['first', 'second', 'third', 'fourth']);
});
