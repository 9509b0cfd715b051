import { usFromMs } from '../kernel/index.ts';
import type { Latency } from './network-settings.ts';

/** Standard normal by Box and Muller (1958). `u1`, `u2` uniform on [0, 1). */
function standardNormal(u1: number, u2: number): number {
  return Math.sqrt(-2 * Math.log(1 - u1)) * Math.cos(2 * Math.PI * u2);
}

/** One way, in whole µs, never negative. `draw` gives the first or the second of two independent uniforms on [0, 1). */
export function latencyUs(latency: Latency, draw: (which: 'first' | 'second') => number): number {
  return Math.max(0, usFromMs(latencyMs(latency, draw)));
}

function latencyMs(latency: Latency, draw: (which: 'first' | 'second') => number): number {
  switch (latency.distribution) {
    case 'constant':
      return latency.valueMs;
    case 'uniform':
      return latency.minMs + draw('first') * (latency.maxMs - latency.minMs);
    case 'normal':
      return latency.meanMs + latency.stddevMs * standardNormal(draw('first'), draw('second'));
    case 'lognormal':
      return latency.medianMs * Math.exp(latency.sigma * standardNormal(draw('first'), draw('second')));
    case 'exponential':
      return -Math.log(1 - draw('first')) * latency.meanMs;
    default:
      return latency satisfies never;
  }
}
