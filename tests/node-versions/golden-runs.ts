import { goldenFingerprints } from '../golden.ts';

/** One run, and the fingerprint that it must have. */
export interface GoldenRun {
  readonly scenario: string;
  readonly seed: string;
  readonly transport: 'direct' | 'supertest';
  readonly fingerprint: string;
}

/** Draws of every distribution, logarithms among them; boots, Retry-After, 409s and the words of errors. */
const SHORT = ['burst-loss', 'cellular', 'corrupt', 'edge-restart', 'leo-satellite'];
/** Real HTTP, with answers that are lost, damaged bodies, requests that break off, crashes and broken connections. */
const THROUGH_HTTP = ['bad-request', 'corrupt', 'edge-restart', 'in-pieces', 'lost-ack', 'timeout'];
const SHORT_THROUGH_HTTP = ['corrupt', 'in-pieces'];

/**
 * From the baselines: all of them over `direct`, and one seed of some through HTTP. The short form has a
 * few of each.
 */
export function goldenRuns(short: boolean): readonly GoldenRun[] {
  const golden = goldenFingerprints();
  const of = (transport: GoldenRun['transport'], scenarios: readonly string[], seedsMax: number) =>
    scenarios.flatMap((scenario) => {
      const seeds = [...(golden.get(scenario) ?? [])].slice(0, seedsMax);
      if (seeds.length === 0) throw new Error(`${scenario} has no golden fingerprint.`);
      return seeds.map(([seed, fingerprint]) => ({ scenario, seed, transport, fingerprint }));
    });
  return short
    ? [...of('direct', SHORT, 1), ...of('supertest', SHORT_THROUGH_HTTP, 1)]
    : [...of('direct', [...golden.keys()], Infinity), ...of('supertest', THROUGH_HTTP, 1)];
}
