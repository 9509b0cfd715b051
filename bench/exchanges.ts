import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './clock.ts';

const ROUNDS = 3;

/** In a process of its own: what one leaves behind (async hooks, sockets that wait) must not slow the other. */
function rateOf(script: string): number {
  const file = join(import.meta.dirname, script);
  return Number(execFileSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8' }));
}

/** By turns, so that a slow minute of the machine hits both. */
export function benchExchanges(): readonly string[] {
  const bare: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(rateOf('bare-loop.ts'));
    whole.push(rateOf('whole-simulation.ts'));
  }
  const ratio = median(whole) / median(bare);
  return [
    `bare loop of supertest(app).post()              ${Math.round(median(bare))} exchanges/s`,
    `storm, whole simulation through supertest       ${Math.round(median(whole))} exchanges/s`,
    `ratio                                           ${ratio.toFixed(2)}×           (wanted: at least 2)`,
  ];
}
