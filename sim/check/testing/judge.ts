import { Ledger, WatchTable } from '../../ledger/index.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { TraceEvent } from '../../trace/event.ts';
import type { CheckContext, CheckVerdict, Invariant } from '../invariant.ts';
import { EXAMPLE_SCENARIO } from './example-scenario.ts';

/** ±50 % around 1, 2, 4 … s, at most 30 s: 500 to 1,500 ms before the first retry, 1,000 to 3,000 before the second. */
export const EXAMPLE_POLICY: CheckContext['policy'] = {
  name: 'exponential-jitter',
  retriesMax: 5,
  delayBoundsMs(retryIndex) {
    const middle = Math.min(30_000, 1000 * 2 ** retryIndex);
    return { min: middle / 2, max: Math.min(30_000, middle * 1.5) };
  },
};

export type JudgeOptions = Partial<Omit<CheckContext, 'ledger'>>;

/** Runs one invariant over a hand-made trace. */
export function judge(
  invariant: Invariant,
  trace: readonly TraceEvent[],
  options: JudgeOptions = {},
): CheckVerdict {
  const scenario: Scenario = options.scenario ?? EXAMPLE_SCENARIO;
  const settings = {
    scenario,
    policy: EXAMPLE_POLICY,
    edgeObservable: { stored: true, metrics: true },
    deviceObservable: { pending: true, outbox: true },
    foreignDevice: false,
    storedAtEnd: false,
    ...options,
  };
  const ledger = new Ledger({
    acknowledge: scenario.device.acknowledge,
    foreignDevice: settings.foreignDevice,
    storedAtEnd: settings.storedAtEnd,
    storedObservable: settings.edgeObservable.stored,
  });
  const checker = invariant.create({ ...settings, ledger });
  const table = new WatchTable(ledger, [checker]);
  for (const event of trace) table.observe(event);
  ledger.conclude();
  return checker.conclude();
}

/** The messages of a violated verdict; none when it held. */
export function messagesOf(verdict: CheckVerdict): readonly string[] {
  return verdict.kind === 'violated' ? verdict.violations.map(({ message }) => message) : [];
}
