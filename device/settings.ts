import {
  chance,
  checkValues,
  count,
  defaultsOf,
  delay,
  section,
  switched,
  word,
  reboot,
} from '../settings/index.ts';
import type { ValueOf } from '../settings/index.ts';
import { DEFAULT_POLICY_NAME, POLICY_NAMES } from './policy/policies.ts';
import { POLICY_PARAMETERS } from './policy/policy-settings.ts';

/** Of a device that takes the place of another, of one whose counter is to be tried at its end, and of one that skips some. */
export const FIRST_SEQUENCE = count(
  'The least number of a reading: where a device begins, or goes on after a boot if its disk has come less far',
  { min: 0, max: Number.MAX_SAFE_INTEGER, standard: 0 },
);

/** Simulated instabilities of the agent itself; off in production. */
export const DEVICE_FAULT_SETTINGS = {
  drop: chance(
    'The device loses a reading before it is ever sent: logged, never attempted, a gap in the sequence.',
    'How likely a reading is dropped',
    {},
  ),
  jitter: chance(
    'The device waits before the first attempt, evenly from 0 to max.',
    'How likely a reading waits',
    { max: delay('The longest wait', { standard: '2s' }) },
  ),
  duplicate: chance(
    'The device sends a reading a second time: after it was acknowledged, or, with others in one list, twice in the list.',
    'How likely a reading is sent twice',
    {},
  ),
  invalid: chance(
    'The device sends a message that the edge must refuse for good, one with sequence −1 among them.',
    'How likely a message is invalid',
    {},
  ),
};

/** A moment in the timeline of a scenario, for as long as its window is open. */
export const REBOOT = reboot(
  'These devices lose power when the window opens and boot again when it closes; memory is gone, and of the disk what was synced stays',
);

/** Everything that can be set on a device. `policies` are the names that its policy may have. */
export function deviceSettings(policies: readonly string[]) {
  return section('The telemetry client, and the instabilities that it simulates.', {
    timeout: delay('How long an attempt waits for its answer', { minMs: 1, standard: '5s' }),
    // A reading in backoff has no request open, so it takes none of these places.
    inFlightMax: count('Readings, or batches of them, that are sent at the same time', {
      min: 1,
      max: 1e6,
      standard: 4,
    }),
    batch: switched(
      section(
        'Readings are sent together in one request, as a list.',
        {
          size: count('The most readings in one request', { min: 2, max: 1_000, standard: 20 }),
          linger: delay('How long a reading waits for others to come', { standard: '1s' }),
        },
        { short: 'size' },
      ),
    ),
    // Those in flight and in backoff included.
    outbox: section('Readings that wait to be sent.', {
      limit: count('The most that wait', { min: 1, max: 1e9, standard: 10_000, usual: [2, 200] }),
      overflow: word('What happens when it is full', ['drop-oldest', 'drop-newest', 'block'], {
        standard: 'drop-oldest',
      }),
    }),
    policy: section(
      'When to try again; a name alone keeps the default parameters.',
      {
        name: word('The retry policy', policies, {
          what: 'a policy',
          open: true,
          standard: DEFAULT_POLICY_NAME,
        }),
        ...POLICY_PARAMETERS,
      },
      { short: 'name', ordered: [{ low: 'base', high: 'cap', hint: 'raise cap, or lower base' }] },
    ),
    firstSequence: FIRST_SEQUENCE,
    retryAfterMax: delay('A Retry-After beyond this is taken as this', { standard: '60s' }),
    acknowledge: word('echo: the answer must echo the key; status: any 2xx will do', ['echo', 'status'], {
      standard: 'echo',
    }),
    proof: word(
      'edge: only an answer of our own edge ends a reading, all else is tried again; any: whoever answers is believed',
      ['any', 'edge'],
      { standard: 'any' },
    ),
    ...DEVICE_FAULT_SETTINGS,
  });
}

export const DEVICE_SETTINGS = deviceSettings(POLICY_NAMES);

/** Times are milliseconds, shares 0 to 1. */
export type DeviceSettings = ValueOf<typeof DEVICE_SETTINGS>;
export type BatchSettings = NonNullable<DeviceSettings['batch']>;
export type OverflowPolicy = DeviceSettings['outbox']['overflow'];

export const DEFAULT_DEVICE_SETTINGS: DeviceSettings = defaultsOf(DEVICE_SETTINGS);

/**
 * Settings that come from a program; what is left out is as by default.
 * @throws {TypeError} that names every wrong setting, its path and what is allowed.
 */
export function parseDeviceSettings(input: unknown): DeviceSettings {
  return checkValues('device', DEVICE_SETTINGS, input);
}
