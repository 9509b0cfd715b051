import { expect, test } from 'vitest';
import { EndAtRest } from './end-at-rest.ts';

/** A calendar of one: what is put in comes when it is let. */
class Calendar {
  nowUs = 0;
  hasEnded = false;
  #next: { readonly at: number; readonly act: () => void } | null = null;

  after(us: number, act: () => void): number {
    this.#next = { at: this.nowUs + us, act };
    return 0;
  }

  end(): void {
    this.hasEnded = true;
  }

  runUntil(us: number): void {
    for (let next = this.#next; next !== null && next.at <= us && !this.hasEnded; next = this.#next) {
      this.#next = null;
      this.nowUs = next.at;
      next.act();
    }
  }
}

function world(isBehind: (nowUs: number) => boolean) {
  const kernel = new Calendar();
  const state = { isDrained: true, restsAtUs: 500_000, asked: 0 };
  const rest = new EndAtRest({
    kernel,
    isDrained: () => state.isDrained,
    isEdgeWaiting: () => kernel.nowUs < state.restsAtUs,
    isEdgeBehind: () => {
      state.asked += 1;
      return isBehind(kernel.nowUs);
    },
  });
  return { kernel, state, rest };
}

test('an edge that comes to rest is asked once whether it is behind: it takes all readings to tell', () => {
  const { kernel, state, rest } = world(() => false);
  rest.look();
  kernel.runUntil(1_000_000);
  expect([kernel.hasEnded, kernel.nowUs, state.asked]).toEqual([true, 500_000, 1]);
});

test('it is asked again when something was on the way in between', () => {
  const { kernel, state, rest } = world(() => false);
  rest.look();
  kernel.runUntil(100_000);
  state.isDrained = false;
  kernel.runUntil(200_000);
  state.isDrained = true;
  rest.look();
  kernel.runUntil(1_000_000);
  expect([kernel.hasEnded, state.asked]).toEqual([true, 2]);
});

test('one that is behind is asked each second, and then has a second to come to rest', () => {
  const { kernel, state, rest } = world((nowUs) => nowUs < 2_500_000);
  state.restsAtUs = Infinity;
  rest.look();
  kernel.runUntil(10_000_000);
  expect([kernel.hasEnded, kernel.nowUs, state.asked]).toEqual([true, 4_000_000, 4]);
});
