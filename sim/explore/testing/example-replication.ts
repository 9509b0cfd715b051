import { perMetric } from '../../metrics/index.ts';
import type { Replication } from '../replication.ts';

/** One run that passed, with nothing observed in it; of whatever is changed. */
export function exampleReplication(changes: Partial<Replication> = {}): Replication {
  return {
    policy: 'full-jitter',
    seed: '1',
    outcome: 'passed',
    why: 'every invariant held and every expectation was met',
    broken: false,
    fingerprint: '0'.repeat(64),
    metrics: perMetric(() => null),
    readings: { measured: 0, all: 0 },
    load: [],
    latencies: [],
    ...changes,
  };
}
