import type { RetryPolicy } from '../../ports/index.ts';
import { faultsOf } from '../faults/index.ts';
import type { BirthSpan } from '../metrics/index.ts';
import { partsOf } from './groups.ts';
import { policyHorizonMs } from './retry-horizon.ts';
import type { Scenario } from './scenario.ts';

/** One policy of a comparison, as it will run. */
export interface MeasuredPolicy {
  readonly scenario: Scenario;
  readonly policy: RetryPolicy;
}

/**
 * Why the span ends where it does. `whole`: no fault is in force when the run of faults ends, so nothing is cut off
 * there. `said`: the scenario says so. `horizon`: later readings may be tried again after the faults are over. `short`:
 * so may all of them.
 */
export type SpanEnd = 'whole' | 'said' | 'horizon' | 'short';

/** Which readings a comparison measures its policies by: the same for all of them. */
export interface MeasuredSpan extends BirthSpan {
  readonly end: SpanEnd;
  /** The longest time that any of the policies takes for the retries of a reading, of those that have a longest time. */
  readonly horizonMs: number;
}

/**
 * Faults that are in force when the run of faults ends are over from then on: who waits longer between retries meets
 * fewer of them, and would be better for that alone. So a reading is measured only if the longest of the policies still
 * has the time for all of its retries.
 */
export function measuredSpan(policies: readonly MeasuredPolicy[]): MeasuredSpan {
  const [first] = policies;
  if (first === undefined) return { fromMs: 0, untilMs: 0, end: 'whole', horizonMs: 0 };
  const { durationMs, measure } = first.scenario;
  const { fromMs } = measure;
  const horizonMs = Math.max(
    0,
    ...policies
      .map(({ scenario, policy }) => policyHorizonMs(scenario, policy))
      .filter((ms) => Number.isFinite(ms)),
  );
  if (measure.untilMs !== null) return { fromMs, untilMs: measure.untilMs, end: 'said', horizonMs };
  if (!partsOf(first.scenario).some((part) => endsWithFaults(part.scenario)))
    return { fromMs, untilMs: durationMs, end: 'whole', horizonMs };
  const untilMs = durationMs - horizonMs;
  if (untilMs <= fromMs) return { fromMs, untilMs: durationMs, end: 'short', horizonMs };
  return { fromMs, untilMs, end: 'horizon', horizonMs };
}

/** Whether a fault that a retry may meet is in force until the end of all faults, and over from then on. */
function endsWithFaults({ network, edge, timeline, durationMs }: Scenario): boolean {
  const last = timeline.filter(({ atMs, forMs }) => atMs + forMs >= durationMs);
  const spans = {
    network: [network, ...last.map((window) => window.network)],
    edge: [edge, ...last.map((window) => window.edge)],
  };
  if (last.some(({ restart }) => restart)) return true;
  return (['network', 'edge'] as const).some((player) =>
    spans[player].some((span) => {
      const settings = new Map<string, unknown>(Object.entries(span));
      return faultsOf(player).some(({ heals, key, isOn }) => heals && isOn(settings.get(key)));
    }),
  );
}
