import { POLICY_NAMES } from '../policy/policies.ts';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';

/** A flag of the device program; every one takes a value. */
export interface Flag {
  readonly describe: string;
  /** As a user would write it; null: nothing. */
  readonly standard: string | null;
}

const { policy, outbox, ...settings } = DEFAULT_DEVICE_SETTINGS;

/** The simulated instabilities are on here, unlike in the settings: this program is there to show them. */
export const FLAGS = {
  id: { describe: 'Device id: 1 to 64 letters, digits, ".", "_" or "-"', standard: 'device-001' },
  'edge-url': { describe: 'Where readings go', standard: 'http://localhost:8000/ingest' },
  'interval-ms': { describe: 'Milliseconds from one reading to the next', standard: '3000' },
  count: { describe: 'Readings to take before it drains and ends; no end if left out', standard: null },
  'state-dir': {
    describe: 'Directory that keeps numbers and waiting readings over restarts; memory only if left out',
    standard: null,
  },
  seed: { describe: 'Seed of all chance; drawn and logged if left out', standard: null },
  drop: { describe: 'Share of readings that are never sent: 0 to 1, or 15%', standard: '15%' },
  jitter: { describe: 'Share of readings whose first attempt is held back', standard: '20%' },
  'jitter-max-ms': { describe: 'Longest such delay', standard: String(settings.jitter.maxMs) },
  duplicate: { describe: 'Share of acknowledged readings that are sent once more', standard: '10%' },
  invalid: { describe: 'Share of readings that are sent with a fault in them', standard: '0%' },
  'timeout-ms': { describe: 'Longest wait for an answer', standard: String(settings.timeoutMs) },
  'in-flight-max': { describe: 'Most requests open at once', standard: String(settings.inFlightMax) },
  'outbox-limit': { describe: 'Most readings that wait', standard: String(outbox.limit) },
  'outbox-overflow': { describe: 'Beyond it: drop-oldest, drop-newest or block', standard: outbox.overflow },
  policy: { describe: `Retry policy: ${POLICY_NAMES.join(', ')}`, standard: policy.name },
  retries: { describe: 'Retries after the first attempt', standard: String(policy.retries) },
  'base-ms': { describe: 'First backoff', standard: String(policy.baseMs) },
  factor: { describe: 'Growth of the backoff from one retry to the next', standard: String(policy.factor) },
  'cap-ms': { describe: 'Longest backoff', standard: String(policy.capMs) },
  'jitter-ratio': { describe: 'Spread of the backoff, ± share of it', standard: '50%' },
  'retry-after-max-ms': {
    describe: 'Longest Retry-After that is obeyed',
    standard: String(settings.retryAfterMaxMs),
  },
  acknowledge: { describe: 'What acknowledges: echo or status (any 2xx)', standard: settings.acknowledge },
  'drain-ms': { describe: 'After the last reading of --count: longest wait for the rest', standard: '60000' },
  'grace-ms': { describe: 'After SIGTERM or SIGINT: longest wait for the rest', standard: '5000' },
  'log-level': { describe: 'Least level that is logged: debug, info, warn, error', standard: 'info' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

export function isFlagName(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name);
}

const ENVIRONMENT_PREFIX = 'PETREL_DEVICE_';

/** `--base-ms` can also be given as `PETREL_DEVICE_BASE_MS`. */
export const variableOf = (flag: string): string =>
  ENVIRONMENT_PREFIX + flag.toUpperCase().replaceAll('-', '_');

/** The flag that an environment variable is for; null when it is not one of the device's variables. */
export function flagOf(variable: string): string | null {
  if (!variable.startsWith(ENVIRONMENT_PREFIX)) return null;
  return variable.slice(ENVIRONMENT_PREFIX.length).toLowerCase().replaceAll('_', '-');
}
