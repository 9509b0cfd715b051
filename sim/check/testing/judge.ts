import { Ledger, WatchTable } from '../../ledger/index.ts';
import type { TraceEvent } from '../../trace/event.ts';
import type { CheckContext, CheckSettings, CheckVerdict, Invariant } from '../invariant.ts';

/** ±50 % around 1, 2, 4 … s, at most 30 s: 500 to 1,500 ms before the first retry, 1,000 to 3,000 before the second. */
export const EXAMPLE_POLICY: CheckContext['policy'] = {
  name: 'exponential-jitter',
  retriesMax: 5,
  delayBoundsMs(retryIndex) {
    const middle = Math.min(30_000, 1000 * 2 ** retryIndex);
    return { min: middle / 2, max: Math.min(30_000, middle * 1.5) };
  },
};

const EXAMPLE_SETTINGS: CheckSettings = {
  device: { timeoutMs: 5000, retryAfterMaxMs: 60_000, acknowledge: 'echo' },
  edge: { dedupe: { ttlMs: 300_000 } },
  drain: { withinMs: 60_000 },
};

export type JudgeOptions = Partial<Omit<CheckContext, 'ledger'>>;

/** Runs one invariant over a hand-made trace. */
export function judge(
  invariant: Invariant,
  trace: readonly TraceEvent[],
  options: JudgeOptions = {},
): CheckVerdict {
  const context = {
    settings: EXAMPLE_SETTINGS,
    policy: EXAMPLE_POLICY,
    edgeObservable: { stored: true, metrics: true },
    deviceObservable: { pending: true, outbox: true },
    foreignDevice: false,
    storedAtEnd: false,
    ...options,
  };
  const ledger = new Ledger({
    acknowledge: context.settings.device.acknowledge,
    foreignDevice: context.foreignDevice,
    storedAtEnd: context.storedAtEnd,
    storedObservable: context.edgeObservable.stored,
  });
  const checker = invariant.create({ ...context, ledger });
  const table = new WatchTable(ledger, [checker]);
  for (const event of trace) table.observe(event);
  ledger.conclude();
  return checker.conclude();
}

/** The messages of a violated verdict; none when it held. */
export function messagesOf(verdict: CheckVerdict): readonly string[] {
  return verdict.kind === 'violated' ? verdict.violations.map(({ message }) => message) : [];
}
