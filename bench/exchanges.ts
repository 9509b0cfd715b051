import { median } from './clock.ts';
import { perSecond, ratioLine } from './ratio-line.ts';
import { rateOf } from './script-output.ts';

const ROUNDS = 3;

/** By turns, so that a slow minute of the machine hits both. */
export function benchExchanges(): readonly string[] {
  const bare: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(rateOf('bare-loop.ts'));
    whole.push(rateOf('whole-simulation.ts'));
  }
  const [loop, storm] = [median(bare), median(whole)];
  return [
    ratioLine({
      what: 'storm through supertest / bare supertest loop',
      ratio: storm / loop,
      wanted: 'at least 2',
      sides: `${perSecond(storm, 'exchanges')} / ${perSecond(loop, 'exchanges')}`,
    }),
  ];
}
