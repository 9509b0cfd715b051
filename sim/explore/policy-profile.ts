import type { RetryPolicy } from '../../ports/index.ts';
import { KeyedRandom } from '../random/index.ts';

/** Delays before one retry over many readings that needed it. */
export interface DelayProfile {
  /** 0 for the first. */
  readonly retryIndex: number;
  readonly meanMs: number;
  /** Percentiles by nearest rank. */
  readonly p5Ms: number;
  readonly p95Ms: number;
}

/** What a policy's delays are like when nothing asks for a Retry-After. The same for the same policy, anywhere. */
export interface PolicyProfile {
  /** Retries 0 to 9, also beyond what the policy allows: they show its shape. */
  readonly delays: readonly DelayProfile[];
  /** Mean of the sum of all delays when every retry is needed; null for a policy that never gives up. */
  readonly meanTotalDelayMs: number | null;
}

const CHAINS = 20_000;
const PROFILED_RETRIES = 10;

/** Delays that grow from one another spread more, and no sampling evens that out: more chains do. */
const CHAINS_OF_GROWN = 200_000;
/** Draws for one mean total: many retries are tried out with fewer chains. */
const DRAWS_MAX = 1_000_000;
const CHAINS_MIN = 500;
/** From here on the mean delay is taken to stay as it is. */
const RETRIES_TRIED_MAX = 1_000;

const random = new KeyedRandom('policy-profile');
const jitter = random.stream('jitter', 'profile');
const order = random.stream('order', 'profile');

/**
 * One draw for each chain: one from each of as many equal parts of [0, 1), in an order of chance (Latin hypercube
 * sampling: McKay, Beckman and Conover, 1979). The mean of a delay is then exact to about six digits, where independent
 * draws would give three.
 */
function uniformsFor(retryIndex: number, chains: number): Float64Array {
  const uniforms = new Float64Array(chains);
  for (let chain = 0; chain < chains; chain += 1) {
    uniforms[chain] = (chain + jitter.draw(retryIndex, chain)) / chains;
  }
  // Fisher and Yates.
  for (let left = chains - 1; left > 0; left -= 1) {
    const other = Math.floor(order.draw(retryIndex, left) * (left + 1));
    const moved = uniforms[left] ?? 0;
    uniforms[left] = uniforms[other] ?? 0;
    uniforms[other] = moved;
  }
  return uniforms;
}

/** Readings that all need their next retry: each hands the policy what it was told before. */
class Chains {
  /** Before the last retry, one for each chain. */
  readonly delaysMs: Float64Array;
  readonly #policy: RetryPolicy;
  #uniforms: Float64Array;
  #retryIndex = 0;

  constructor(policy: RetryPolicy, chains: number) {
    this.#policy = policy;
    this.delaysMs = new Float64Array(chains);
    this.#uniforms = new Float64Array(chains);
  }

  /** Mean delay before the next retry. */
  advance(): number {
    const { delaysMs } = this;
    const retryIndex = this.#retryIndex;
    const before = this.#uniforms;
    const uniforms = uniformsFor(retryIndex, delaysMs.length);
    let sumMs = 0;
    for (const [chain, uniform] of uniforms.entries()) {
      const previous =
        retryIndex === 0 ? null : { delayMs: delaysMs[chain] ?? 0, uniform: before[chain] ?? 0 };
      const delayMs = this.#policy.delayMs(retryIndex, uniform, {
        status: 503,
        retryAfterMs: null,
        previous,
      });
      delaysMs[chain] = delayMs;
      sumMs += delayMs;
    }
    this.#uniforms = uniforms;
    this.#retryIndex += 1;
    return sumMs / delaysMs.length;
  }
}

/** In milliseconds, by simulation; null for a policy that never gives up. 0 for one that never retries. */
export function meanTotalDelayMs(policy: RetryPolicy): number | null {
  const { retriesMax } = policy;
  if (retriesMax === Infinity) return null;
  const tried = Math.min(retriesMax, RETRIES_TRIED_MAX);
  const wanted = policy.memory === 'reading' ? CHAINS_OF_GROWN : CHAINS;
  const chains = new Chains(policy, Math.max(CHAINS_MIN, Math.min(wanted, Math.floor(DRAWS_MAX / tried))));
  let totalMs = 0;
  let meanMs = 0;
  for (let retry = 0; retry < tried; retry += 1) {
    meanMs = chains.advance();
    totalMs += meanMs;
  }
  return totalMs + (retriesMax - tried) * meanMs;
}

export function profilePolicy(policy: RetryPolicy): PolicyProfile {
  const chains = new Chains(policy, CHAINS);
  const delays = Array.from({ length: PROFILED_RETRIES }, (_, retryIndex): DelayProfile => {
    const meanMs = chains.advance();
    const ascendingMs = chains.delaysMs.slice().sort();
    const ranked = (share: number): number => ascendingMs[Math.ceil(share * CHAINS) - 1] ?? 0;
    return { retryIndex, meanMs, p5Ms: ranked(0.05), p95Ms: ranked(0.95) };
  });
  return { delays, meanTotalDelayMs: meanTotalDelayMs(policy) };
}
