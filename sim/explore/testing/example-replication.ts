import type { MetricValues } from '../../metrics/index.ts';
import { METRIC_NAMES } from '../../scenario/index.ts';
import type { Replication } from '../replication.ts';

function hasAll(values: Partial<MetricValues>): values is MetricValues {
  return METRIC_NAMES.every((name) => values[name] !== undefined);
}

function nothingObserved(): MetricValues {
  const values: Partial<MetricValues> = Object.fromEntries(METRIC_NAMES.map((name) => [name, null]));
  if (!hasAll(values)) throw new Error('Every metric has a value, be it null.');
  return values;
}

/** One run that passed, with nothing observed in it; of whatever is changed. */
export function exampleReplication(changes: Partial<Replication> = {}): Replication {
  return {
    policy: 'full-jitter',
    seed: '1',
    outcome: 'passed',
    why: 'every invariant held and every expectation was met',
    broken: false,
    fingerprint: '0'.repeat(64),
    metrics: nothingObserved(),
    load: [],
    ...changes,
  };
}
