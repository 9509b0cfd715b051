import type { RetryPolicy } from '../../ports/index.ts';
import { drainHorizonByMs, drainHorizonMs } from './retry-horizon.ts';
import type { Scenario } from './scenario.ts';
import { RUN_MS_MAX } from './scenario-settings.ts';

/** Added to the retry horizon for the default of `drain.within`: room for what waited in outboxes and queues. */
const DRAIN_SLACK_MS = 30_000;
/** Virtual time beyond the end of the drain: room to read the last metrics, and no more. */
const VIRTUAL_SLACK_MS = 600_000;

type Drained = Pick<Scenario, 'durationMs' | 'fleet' | 'device' | 'network' | 'edge' | 'timeline'>;

/** The default of `drain.within`, in whole seconds, so that a person can say it. */
export function timeToDrainMs(scenario: Drained): number {
  return withSlack(drainHorizonMs(scenario, scenario.durationMs));
}

/** The default of `limits.virtual`. */
export function virtualLimitMs(durationMs: number, withinMs: number): number {
  return durationMs + withinMs + VIRTUAL_SLACK_MS;
}

function withSlack(horizonMs: number): number {
  return Math.ceil(horizonMs / 1_000) * 1_000 + DRAIN_SLACK_MS;
}

/** What a device may wait of whose policy nothing is known: longer than any cap that is usual. */
const UNKNOWN_WAIT_MS = 900_000;

/**
 * The scenario as it is for a device or a policy that a user brings: where it says nothing of how long a drain may take, that
 * follows what is known of the policy. It becomes no shorter.
 *
 * @param policy - null: nothing is known of it
 */
export function drainedBy(policy: RetryPolicy | null, scenario: Scenario): Scenario {
  const { durationMs, drain, limits } = scenario;
  if (drain.withinMs !== timeToDrainMs(scenario)) return scenario;
  const horizonMs = policy === null ? UNKNOWN_WAIT_MS : drainHorizonByMs(scenario, policy, durationMs);
  const latestMs = RUN_MS_MAX - durationMs - VIRTUAL_SLACK_MS;
  const withinMs = Math.max(drain.withinMs, Math.min(withSlack(horizonMs), latestMs));
  const isLimitSaid = limits.virtualMs !== virtualLimitMs(durationMs, drain.withinMs);
  const virtualMs = isLimitSaid ? limits.virtualMs : virtualLimitMs(durationMs, withinMs);
  return { ...scenario, drain: { withinMs }, limits: { ...limits, virtualMs } };
}
