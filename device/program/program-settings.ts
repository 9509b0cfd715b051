import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';
import { EXIT_CODES } from '../../program/exit-codes.ts';
import type { Program } from '../../program/parse-flags.ts';
import { completed, count, delay, maybe, section, text, word } from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';
import { DEVICE_SETTINGS } from '../settings.ts';
import { whyNoEdgeUrl } from './edge-url.ts';

const isNotEmpty = (value: string): boolean => value !== '';

/** What the device is told as a program, beside its settings as a device. */
const PROGRAM_SETTINGS = section('A telemetry device.', {
  id: text('Device id', {
    allowed: '1 to 64 letters, digits, ".", "_" or "-"',
    isRight: (value) => DEVICE_ID_PATTERN.test(value),
    standard: 'device-001',
  }),
  edgeUrl: text('Where readings go', {
    allowed: 'an http or https URL such as http://localhost:8000/ingest',
    isRight: (value) => whyNoEdgeUrl(value) === null,
    hint: whyNoEdgeUrl,
    standard: 'http://localhost:8000/ingest',
  }),
  interval: delay('Time from one reading to the next', { minMs: 1, standard: '3s' }),
  count: maybe(count('Readings to take before it drains and ends; no end if left out', { min: 1, max: 1e9 })),
  stateDir: maybe(
    text('Directory that keeps numbers and waiting readings over restarts; memory only if left out', {
      allowed: 'not empty',
      isRight: isNotEmpty,
    }),
  ),
  seed: maybe(
    text('Seed of all chance; drawn and logged if left out', { allowed: 'not empty', isRight: isNotEmpty }),
  ),
  ...DEVICE_SETTINGS.keys,
  outage: word(
    'pause: while nothing gets through one reading at a time is tried, and the others wait and use up no retries; send: each goes on by itself',
    ['pause', 'send'],
    { standard: 'pause' },
  ),
  drainRate: count('Readings a second that leave after an outage', { min: 1, max: 10_000, standard: 50 }),
  drain: delay('After the last reading of --count: longest wait for the rest', { standard: '60s' }),
  grace: delay('After SIGTERM or SIGINT: longest wait for the rest', { standard: '5s' }),
  logLevel: word('Least level that is logged', ['debug', 'info', 'warn', 'error'], { standard: 'info' }),
});

export type ProgramOptions = ValueOf<typeof PROGRAM_SETTINGS>;

/**
 * The simulated instabilities are on here, unlike in the settings: this program is there to show them. And on a real network
 * others answer than the edge: a proxy, a captive portal, whoever has the address now.
 */
const SHOWN = { drop: '15%', jitter: '20%', duplicate: '10%', proof: 'edge' };

export const DEVICE_PROGRAM: Program<(typeof PROGRAM_SETTINGS)['keys']> = {
  command: 'npm run device --',
  does: 'A telemetry device.',
  prefix: 'PETREL_DEVICE_',
  settings: PROGRAM_SETTINGS,
  defaults: completed(PROGRAM_SETTINGS, PROGRAM_SETTINGS.codec.parse(SHOWN), null),
  former: {
    'interval-ms': 'interval',
    'jitter-max-ms': 'jitter-max',
    'timeout-ms': 'timeout',
    retries: 'policy-retries',
    'base-ms': 'policy-base',
    factor: 'policy-factor',
    'cap-ms': 'policy-cap',
    'jitter-ratio': 'policy-jitter',
    'retry-after-max-ms': 'retry-after-max',
    'drain-ms': 'drain',
    'grace-ms': 'grace',
  },
  exitCodes: {
    0: 'drained, or stopped by a signal, also when readings were given up: its log and its dead letters say which',
    ...EXIT_CODES,
  },
};
