import { usFromMs } from '../kernel/index.ts';
import type { Latency } from './network-settings.ts';

/** Standard normal by Box and Muller (1958). `u1`, `u2` uniform on [0, 1). */
function standardNormal(u1: number, u2: number): number {
  return Math.sqrt(-2 * Math.log(1 - u1)) * Math.cos(2 * Math.PI * u2);
}

/** One way, in whole µs, never negative. `u1` and `u2` are uniform on [0, 1) and independent. */
export function latencyUs(latency: Latency, u1: number, u2: number): number {
  return Math.max(0, usFromMs(latencyMs(latency, u1, u2)));
}

function latencyMs(latency: Latency, u1: number, u2: number): number {
  switch (latency.distribution) {
    case 'constant':
      return latency.valueMs;
    case 'uniform':
      return latency.minMs + u1 * (latency.maxMs - latency.minMs);
    case 'normal':
      return latency.meanMs + latency.stddevMs * standardNormal(u1, u2);
    case 'lognormal':
      return latency.medianMs * Math.exp(latency.sigma * standardNormal(u1, u2));
    case 'exponential':
      return -Math.log(1 - u1) * latency.meanMs;
    default:
      return latency satisfies never;
  }
}
