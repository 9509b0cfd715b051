import { Calendar } from '../sim/kernel/calendar.ts';
import { median, secondsOf } from './clock.ts';
import { ratioLine } from './ratio-line.ts';

const ROUNDS = 5;
const PAIRS = 500_000;
const nothing = (): void => {};

/** A cheap, repeatable spread of delays in µs (a linear congruential step); its quality does not matter here. */
function nextDelay(state: number): number {
  return (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
}

/** Push and pop pairs per second with so many entries pending: the hold model of calendar benchmarks (Jones, 1986). */
async function pairsPerSecond(pending: number, pairs: number): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const calendar = new Calendar();
    let state = 1;
    for (let count = 0; count < pending; count += 1) {
      state = nextDelay(state);
      calendar.push(state, nothing);
    }
    const seconds = await secondsOf(() => {
      for (let count = 0; count < pairs; count += 1) {
        const nowUs = calendar.nextUs();
        calendar.pop();
        state = nextDelay(state);
        calendar.push(nowUs + state, nothing);
      }
    });
    rates.push(pairs / seconds);
  }
  return median(rates);
}

export async function benchCalendar(): Promise<readonly string[]> {
  const small = await pairsPerSecond(100, PAIRS);
  const middle = await pairsPerSecond(10_000, PAIRS);
  const large = await pairsPerSecond(100_000, PAIRS);
  return [
    ratioLine({
      what: 'calendar, cost at 100,000 pending / at 100',
      ratio: small / large,
      wanted: 'at most 3',
      sides: `${(middle / 1e6).toFixed(2)} million pushes and pops/s at 10,000 (wanted: at least 1)`,
    }),
  ];
}
