import { LOAD_BIN_MS } from '../metrics/index.ts';

/**
 * Mean requests per second in each bin of virtual time, over runs. A run that ends earlier sends nothing later: its
 * missing bins are 0. `loads` are requests in each bin, one list for each run.
 */
export function meanLoadPerSecond(loads: readonly (readonly number[])[]): readonly number[] {
  const sums: number[] = [];
  for (const load of loads) {
    while (sums.length < load.length) sums.push(0);
    for (const [bin, requests] of load.entries()) sums[bin] = (sums[bin] ?? 0) + requests;
  }
  const runSeconds = (loads.length * LOAD_BIN_MS) / 1000;
  return sums.map((sum) => sum / runSeconds);
}
