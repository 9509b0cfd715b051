import { createPolicy } from '../../../device/policy/policies.ts';
import { DEFAULT_DEVICE_SETTINGS } from '../../../device/settings.ts';
import { DEFAULT_EDGE_SETTINGS } from '../../../edge/settings.ts';
import { Ledger, usualAnswers, WatchTable } from '../../ledger/index.ts';
import type { AnswerWords } from '../../host/wire/answer-words.ts';
import type { TraceEvent } from '../../trace/event.ts';
import type { CheckContext, CheckSettings, CheckVerdict, DeviceRules, Invariant } from '../invariant.ts';

/** ±50 % around 1, 2, 4 … s, at most 30 s: 500 to 1,500 ms before the first retry, 1,000 to 3,000 before the second. */
export const EXAMPLE_POLICY: DeviceRules['policy'] = createPolicy(DEFAULT_DEVICE_SETTINGS.policy);

/** Timeout 5 s, Retry-After up to 60 s, dedupe TTL 300 s. */
const EXAMPLE_SETTINGS: CheckSettings = {
  device: DEFAULT_DEVICE_SETTINGS,
  edge: DEFAULT_EDGE_SETTINGS,
  drain: { withinMs: 60_000 },
  timeline: [],
};

export type JudgeOptions = Partial<Omit<CheckContext, 'ledger' | 'rulesOf'>> & {
  /** Of all devices. */
  readonly policy?: DeviceRules['policy'];
  /** What statuses mean, where messages are not in our own form. */
  readonly words?: AnswerWords;
};

/** Runs one invariant over a hand-made trace. */
export function judge(
  invariant: Invariant,
  trace: readonly TraceEvent[],
  { policy = EXAMPLE_POLICY, words, ...options }: JudgeOptions = {},
): CheckVerdict {
  const settings = options.settings ?? EXAMPLE_SETTINGS;
  const rules = { settings: settings.device, policy };
  const context = {
    settings,
    rulesOf: () => rules,
    edgeObservable: { stored: true, metrics: true },
    deviceObservable: { pending: true, outbox: true },
    foreignDevice: false,
    firstNumberOf: () => 0,
    storedAtEnd: false,
    ...options,
  };
  const ledger = new Ledger({
    answers: { ...usualAnswers(context.settings.device.acknowledge), ...(words && { words }) },
    foreignDevice: context.foreignDevice,
    foreignEdge: false,
    storedAtEnd: context.storedAtEnd,
    edgeTellsStored: context.edgeObservable.stored,
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
