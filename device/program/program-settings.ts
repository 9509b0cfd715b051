import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';
import { EXIT_CODES } from '../../program/exit-codes.ts';
import type { Program } from '../../program/parse-flags.ts';
import { completed, count, delay, maybe, section, text, word } from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';
import { DEVICE_SETTINGS } from '../settings.ts';
import { KEY_VARIABLE } from './device-key.ts';
import { whyNoEdgeUrl } from './edge-url.ts';

const isNotEmpty = (value: string): boolean => value !== '';

function file(doc: string) {
  return text(doc, { allowed: 'the name of a file', isRight: isNotEmpty });
}

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
  keyFile: maybe(
    file(
      `File of the key that the edge gave this device; without it the variable ${KEY_VARIABLE} may hold the key`,
    ),
  ),
  tls: section('TLS.', {
    ca: maybe(
      file('File of who signs the certificate of the edge, in PEM; left out: those that Node trusts'),
    ),
    cert: maybe(file('File of the certificate that the device shows, in PEM')),
    key: maybe(file('File of its private key')),
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
  secrets: [KEY_VARIABLE],
  settings: PROGRAM_SETTINGS,
  defaults: completed(PROGRAM_SETTINGS, PROGRAM_SETTINGS.codec.parse(SHOWN), null),
  former: {
    key: 'key-file',
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
  contradictions: halfSecured,
  exitCodes: {
    0: 'drained, or stopped by a signal, also when readings were given up: its log and its dead letters say which',
    ...EXIT_CODES,
  },
};

/** What would not have the effect that it was given for. */
function halfSecured({ edgeUrl, tls }: ProgramOptions): readonly string[] {
  const errors: string[] = [];
  if ((tls.cert === null) !== (tls.key === null)) errors.push('--tls-cert and --tls-key need each other');
  const given = Object.entries(tls).flatMap(([name, value]) => (value === null ? [] : [`--tls-${name}`]));
  if (given.length > 0 && !edgeUrl.startsWith('https:'))
    errors.push(`${given.join(', ')}: no effect, for the URL of the edge does not begin with https://`);
  return errors;
}
